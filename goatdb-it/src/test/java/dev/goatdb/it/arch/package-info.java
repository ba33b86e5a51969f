/// The rules of the architecture as tests. Each rule is shown to find a defect that is planted in
/// `planted`.
package dev.goatdb.it.arch;
