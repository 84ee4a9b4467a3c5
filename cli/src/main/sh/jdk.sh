# JDKs: which one is this, where is one of release 25 or later. Sourced by the launcher, which reads it at every start,
# and by ./test.

# Sets jdk_id to what tells one build of a JDK from another, and jdk_version to its feature release (25), as the file
# that every JDK carries has them.
identify() {
    jdk_id= jdk_version=0
    [ -r "$1/release" ] && [ -x "$1/bin/java" ] || return 1
    while read -r line; do
        jdk_id=$jdk_id$line
        case $line in JAVA_VERSION=*)
            jdk_version=${line#*\"} jdk_version=${jdk_version%%[!0-9]*}
            return
            ;;
        esac
    done <"$1/release"
}

# Sets jdk to the home of a JDK 25 or later: JAVA_HOME's, else the oldest such in /usr/lib/jvm, else that of PATH's java.
find_jdk() {
    jdk=
    if is_jdk "${JAVA_HOME-}"; then
        jdk=$JAVA_HOME
        return
    fi
    best=0
    for candidate in /usr/lib/jvm/*; do
        if is_jdk "$candidate" && { [ "$best" -eq 0 ] || [ "$jdk_version" -lt "$best" ]; }; then
            jdk=$candidate best=$jdk_version
        fi
    done
    if [ -z "$jdk" ] && java=$(command -v java); then
        java=$(readlink -f "$java")
        java=${java%/bin/java}
        is_jdk "$java" && jdk=$java
    fi
    if [ -z "$jdk" ]; then
        echo "skep: needs JDK 25 to run: install 'openjdk-25-jdk-headless' (or Adoptium's 'temurin-25-jdk'), or set JAVA_HOME to one" >&2
        return 1
    fi
    identify "$jdk"
}

# Whether $1 is the home of a JDK (not only a JRE) of release 25 or later.
is_jdk() {
    [ -n "$1" ] && [ -x "$1/bin/javac" ] && identify "$1" && [ "$jdk_version" -ge 25 ]
}
