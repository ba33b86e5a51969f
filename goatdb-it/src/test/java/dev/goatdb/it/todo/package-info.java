/// A to-do list, as an application would write it.
package dev.goatdb.it.todo;
