/// Classes that break rules, so that the rules can be seen to find them.
package dev.goatdb.it.arch.planted;
