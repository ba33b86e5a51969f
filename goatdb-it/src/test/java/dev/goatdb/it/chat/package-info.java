/// A chat with presence, as an application would write it.
package dev.goatdb.it.chat;
