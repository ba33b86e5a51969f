/// The lower layer, which uses the higher one against the rules.
package dev.goatdb.it.arch.planted.low;
