/// The higher layer.
package dev.goatdb.it.arch.planted.high;
