/// The smallest program, as a newcomer would write it.
package dev.goatdb.it.hello;
