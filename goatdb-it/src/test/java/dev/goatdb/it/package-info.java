/// The whole product from outside, as an application sees it, and the rules of its architecture.
///
/// Every test here runs twice: on the module path, where `provides` counts, and on the class path,
/// where `META-INF/services` does. [dev.goatdb.it.PathTest] says which run it is.
package dev.goatdb.it;
