# Builds Skep with Maven, makes its AOT cache, and starts it; sourced by the launcher when there is nothing good to start.
#
# What a cache directory holds:
#   launch       what the launcher reads, a line each: JAVA_HOME as it was, the JDK, its identity, the directory of jars,
#                the AOT cache ("none" if it could not be made). As old as the start of the build.
#   lib-HASH/    the jars, named by their content and never written again: a running Skep may have them open
#   HASH.aot     an AOT cache, named by all that it depends on: JDK 25.0.3 takes a cache made for other jars without a
#                word and runs the old classes
#   build/       a Maven project with the modules' poms and links to their sources; so that neither this build nor one
#                that is typed by hand disturbs the other
#   build.log, train.log

say() {
    echo "skep: $*" >&2
}

# Sets cache to the directory to build in: the checkout's own or, if that cannot be written, one of the user's.
choose_cache() {
    root=$(cd "$home" && pwd -P) || exit 1
    case $root in
    *:*)
        say "cannot run from $root: Java splits paths at ':'"
        exit 1
        ;;
    esac
    cache=$root/.skep
    mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ] && return
    cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/skep$root
    start "$cache" "$@"
    mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ] && return
    say "must be built, but neither $root nor $cache can be written: run '$root/skep --version' once as a user who can"
    exit 1
}

# Runs Maven over a copy of the project's frame; its output goes to the log, a line for each module to standard error.
build() {
    if ! command -v mvn >/dev/null; then
        say "needs Maven to build: install the package 'maven'"
        exit 1
    fi
    say "building (log: $cache/build.log)"
    mkdir -p "$cache/build" && : >"$cache/started" && cp "$root/pom.xml" "$cache/build/" && cp -R "$root/.mvn" "$cache/build/" || exit 1
    for pom in "$root"/*/pom.xml; do
        module=${pom%/pom.xml} module=${module##*/}
        mkdir -p "$cache/build/$module"
        cp "$pom" "$cache/build/$module/"
        ln -sfn "$root/$module/src" "$cache/build/$module/src"
    done
    ln -sfn "$root/docs" "$cache/build/docs"
    # No phase after compile: what only tests need is not fetched.
    if { run_maven compile jar:jar dependency:copy-dependencies </dev/null 2>&1 9>&- && printf '\nBUILT\n'; } |
        tee "$cache/build.log" | progress; then
        return
    fi
    grep ERROR "$cache/build.log" | head -n 20 >&2
    say "the build failed; all of its output is in $cache/build.log"
    exit 1
}

run_maven() (
    cd "$cache/build" || exit 1
    export JAVA_HOME="$jdk" MAVEN_OPTS="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 ${MAVEN_OPTS-}"
    mvn -B -ntp -Dstyle.color=never -Dfast -pl cli -am "$@"
)

# Maven's output comes in. Says which module is being built; true if a line says that all are.
progress() {
    built=false
    while read -r line; do
        case $line in
        *"Building skep-"*)
            set -- ${line##*Building }
            say "  $1 $3"
            ;;
        BUILT) built=true ;;
        esac
    done
    $built
}

# Puts the jars that were built under their hash; sets lib.
install_jars() {
    rm -rf "$cache/lib.new"
    mkdir "$cache/lib.new" && cp "$cache/build/cli/target/lib/"*.jar "$cache/lib.new/" &&
        cp "$cache/build/cli/target/"skep-cli-*.jar "$cache/lib.new/skep.jar" || exit 1
    lib=lib-$(cat "$cache/lib.new/"*.jar | sha256sum | cut -c 1-16)
    if [ -d "$cache/$lib" ]; then
        rm -rf "$cache/lib.new"
    else
        mv "$cache/lib.new" "$cache/$lib"
    fi
    chmod -R a+rX "$cache/$lib"
}

# Writes the file that the launcher reads, in one step.
write_launch() {
    printf '%s\n' "${JAVA_HOME-}" "$jdk" "$jdk_id" "$lib" "$aot" >"$cache/launch.new"
    chmod a+r "$cache/launch.new"
    touch -r "$cache/started" "$cache/launch.new"
    mv "$cache/launch.new" "$cache/launch"
}

# Makes the AOT cache $aot by a training run that takes the way to the first events and out again; what it traces is its
# own child, and goes into a log. Where tracing is not allowed, the run ends earlier and the cache holds less. Without a
# cache Skep starts more slowly, and is otherwise the same.
train() {
    say "preparing a fast start"
    # A name of its own: a training run that outlived its killed launcher removes its files when it ends.
    new=$cache/train.$$.aot
    "$jdk/bin/java" $flags -XX:AOTCacheOutput="$new" -cp "$cache/$lib/skep.jar" $main "$training" -c true \
        </dev/null >"$cache/train.log" 2>&1 9>&-
    if [ -s "$new" ]; then
        chmod a+r "$new"
        mv "$new" "$cache/$aot"
    else
        say "that failed (see $cache/train.log): Skep works, but starts more slowly"
        aot=none
        write_launch
    fi
}

# Removes builds that neither this nor the previous launch file names: a Skep that started before may still open their jars.
prune() {
    for old in "$cache"/lib-* "$cache"/*.aot "$cache"/*.aot.config; do
        case " $cache/$lib $cache/$aot $cache/$last_lib $cache/$last_aot " in
        *" $old "*) ;;
        *) rm -rf "$old" ;;
        esac
    done
}

choose_cache "$@"
training=$root/cli/src/main/sh/training.bt
find_jdk || exit 1
# On the directory itself, which nobody can fail to open.
exec 9<"$cache"
if ! flock -n 9; then
    say "waiting for another build"
    flock 9
    exec 9>&-
    exec "$home/skep" "$@"
fi

lib= last_lib= last_aot=
if [ -r "$cache/launch" ]; then
    { read -r _; read -r _; read -r _; read -r last_lib; read -r last_aot; } <"$cache/launch"
fi
if [ -d "$cache/$last_lib" ] && [ -n "$last_lib" ] && ! stale; then
    touch -r "$cache/launch" "$cache/started"
    lib=$last_lib
else
    build
    install_jars
fi
aot=$({ printf '%s\n' "$lib" "$jdk_id" "$flags" && cat "$training"; } | sha256sum | cut -c 1-16).aot
write_launch
[ -e "$cache/$aot" ] || train
prune
# Built as root in another user's checkout: that user must be able to build again.
[ "$(id -u)" != 0 ] || chown -R --reference="$root" "$cache" 2>/dev/null
exec 9>&-
start "$cache" "$@"
say "cannot start what was just built; please report this with $cache/build.log"
exit 1
