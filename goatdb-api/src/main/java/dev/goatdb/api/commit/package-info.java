/// The facts of a commit: who, when, on what, under which name. No content: a value comes from an
/// item.
package dev.goatdb.api.commit;
