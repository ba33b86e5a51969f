/// A kanban board with order stamps, as an application would write it.
package dev.goatdb.it.kanban;
