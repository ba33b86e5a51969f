# Common part of the scripts beside it: finds a JDK, builds when sources are newer than the last build, starts a main class.
# Sourced, not run.

readonly NEEDED_JDK=25
BENCH=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly BENCH
readonly ROOT=$BENCH/..
readonly LIB=$BENCH/target/lib

fail() {
  printf 'goatdb-bench: %s\n' "$*" >&2
  exit 1
}

# Prints the feature release of the JDK in folder $1, and nothing if there is no complete JDK.
jdk_release() {
  [[ -x $1/bin/java && -x $1/bin/javac && -r $1/release ]] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Prints folders that may hold a JDK, the preferred ones first.
jdk_candidates() {
  local compiler base
  if [[ -n ${JAVA_HOME:-} ]]; then
    printf '%s\n' "$JAVA_HOME"
  fi
  if compiler=$(command -v javac); then
    dirname "$(dirname "$(readlink -f "$compiler")")"
  fi
  for base in /usr/lib/jvm /usr/java /opt /opt/java /opt/jdk "$HOME/.jdks" "$HOME/.sdkman/candidates/java" \
    /Library/Java/JavaVirtualMachines "$HOME/Library/Java/JavaVirtualMachines"; do
    [[ -d $base ]] || continue
    find -L "$base" -maxdepth 1 -mindepth 1 -type d 2>/dev/null | sort -V | while IFS= read -r folder; do
      printf '%s\n%s\n' "$folder" "$folder/Contents/Home"
    done
  done
}

# Prints the first JDK that is recent enough.
find_jdk() {
  local folder release
  while IFS= read -r folder; do
    release=$(jdk_release "$folder")
    if [[ -n $release ]] && ((release >= NEEDED_JDK)); then
      printf '%s\n' "$folder"
      return 0
    fi
  done
  return 1
}

# Prints the Maven command.
find_maven() {
  local home
  for home in "${MAVEN_HOME:-}" "${M2_HOME:-}"; do
    if [[ -n $home && -x $home/bin/mvn ]]; then
      printf '%s\n' "$home/bin/mvn"
      return 0
    fi
  done
  command -v mvn
}

# Whether some source or build file is newer than the last build.
is_outdated() {
  [[ -e $LIB/built ]] || return 0
  [[ -n $(find "$ROOT"/pom.xml "$ROOT"/goatdb-*/pom.xml "$ROOT"/goatdb-*/src/main -newer "$LIB/built" -print -quit) ]]
}

# Builds the benchmarks and all they need, without tests, if that has to be.
build_if_needed() {
  local maven
  is_outdated || return 0
  maven=$(find_maven) || fail "no Maven found; install Maven 3.8 or later so that mvn is on the PATH, or set MAVEN_HOME"
  printf 'goatdb-bench: building\n' >&2
  (cd "$ROOT" && "$maven" --quiet --batch-mode -Dfast -DskipTests -pl goatdb-bench -am package) ||
    fail "the build failed, see above"
  touch "$LIB/built"
}

# Prints the commit of the sources, marked when they differ from it.
commit() {
  local id
  id=$(git -C "$BENCH" rev-parse --short HEAD 2>/dev/null) || id=unknown
  git -C "$BENCH" diff --quiet HEAD 2>/dev/null || id+=-changed
  printf '%s' "$id"
}

# Starts a main class with the built class path: options of the virtual machine, class, arguments.
run() {
  local jdk
  jdk=$(find_jdk < <(jdk_candidates)) || fail "no JDK $NEEDED_JDK or later found; install one or set JAVA_HOME to it"
  # Native code: SQLite, and LZ4 inside of GoatDB.
  exec "$jdk/bin/java" --enable-native-access=ALL-UNNAMED -Dgoatdb.bench="$BENCH" -Dgoatdb.commit="$(commit)" \
    -cp "$LIB/*" "$@"
}
