#!/bin/sh
# Tests of the launcher: real invocations, builds in copies of the checkout.
suite=launcher
. "$(dirname "$0")/harness.sh"
user=${TMPDIR:-/tmp}/skep-test-user.$$
trap 'rm -rf "$work" "$user"' EXIT

# A copy of the sources, with nothing built.
copy() {
    mkdir -p "$1"
    (cd "$checkout" && tar cf - skep pom.xml .mvn ./*/pom.xml ./*/src) | tar xf - -C "$1"
}

version='skep v0.1.0'

builds_on_first_use_with_only_PATH_through_a_chain_of_links() {
    copy 'a copy'
    mkdir links
    ln -s '../a copy/skep' links/first
    ln -s first links/second
    out=$(env -i PATH=/usr/bin:/bin HOME="$HOME" links/second --version 2>stderr)
    expect 'standard output' "$out" "$version"
    contains "$(cat stderr)" 'skep: building'
    contains "$(cat stderr)" 'skep-cli [7'
    ls 'a copy/.skep/'*.aot >/dev/null
}

starts_what_is_built_without_a_word() {
    out=$(cd / && env -i PATH=/usr/bin:/bin "$work/links/second" --version 2>&1)
    expect output "$out" "$version"
    out=$(cd 'a copy/cli' && ../skep -V 2>&1)
    expect 'output, relative' "$out" "$version"
    out=$(cd 'a copy' && PATH=.:$PATH skep --version 2>&1)
    expect 'output, by PATH' "$out" "$version"
    out=$(cd 'a copy' && sh skep --version 2>&1)
    expect 'output, by sh' "$out" "$version"
}

uses_its_cache_and_nothing_of_the_environment() {
    out=$(JAVA_TOOL_OPTIONS=-Dx=y JDK_JAVA_OPTIONS=-Dx=y SKEP_JAVA_OPTIONS='-Xlog:class+load:file=classes' 'a copy/skep' -V 2>&1)
    expect output "$out" "$version"
    grep 'dev.skep.cli.Main source: shared objects file' classes
}

passes_arguments_through() {
    out=$('a copy/skep' --no-such 2>&1) && return 1
    contains "$out" "unknown option '--no-such'"
    out=$('a copy/skep' "--a b  *" 2>&1) && return 1
    contains "$out" "'--a b  *'"
}

builds_again_when_a_source_changed() {
    sleep 0.01
    sed -i 's/v0.1.0/v0.1.0-changed/' 'a copy/cli/src/main/java/dev/skep/cli/Version.java'
    out=$('a copy/skep' --version 2>stderr)
    contains "$(cat stderr)" 'skep: building'
    expect 'standard output' "$out" "$version-changed"
    out=$('a copy/skep' --version 2>&1)
    expect 'the second time' "$out" "$version-changed"
}

shows_why_a_build_failed_and_builds_when_that_is_mended() {
    main='a copy/cli/src/main/java/dev/skep/cli/Broken.java'
    echo 'class Broken { int x = "text"; }' >"$main"
    out=$('a copy/skep' --version 2>&1) && { echo "exit code 0"; return 1; }
    contains "$out" 'Broken.java:[1'
    contains "$out" 'skep: the build failed'
    rm "$main"
    out=$('a copy/skep' --version 2>/dev/null)
    expect 'standard output' "$out" "$version-changed"
}

two_first_uses_at_once_do_not_clash() {
    copy two
    two/skep --version >out.1 2>err.1 &
    first=$!
    two/skep --version >out.2 2>err.2 &
    second=$!
    wait $first
    wait $second
    expect 'first output' "$(cat out.1)" "$version"
    expect 'second output' "$(cat out.2)" "$version"
    expect 'builds' "$(cat err.1 err.2 | grep -c 'skep: building')" 1 || cat err.1 err.2
}

survives_a_kill_while_it_trains() {
    rm two/.skep/*.aot
    two/skep --version >out 2>err &
    pid=$!
    while ! ls two/.skep/train.*.aot* >/dev/null 2>&1; do
        kill -0 $pid || { cat err; return 1; }
        sleep 0.01
    done
    kill -9 $pid
    wait $pid || true
    expect output "$(two/skep --version 2>err)" "$version"
    ls two/.skep/*.aot >/dev/null
}

works_when_training_fails() {
    rm two/.skep/*.aot
    # The training run cannot write its cache into a directory that is not there.
    sed -i 's:/train\.\$\$:/nowhere&:' two/cli/src/main/sh/build.sh
    expect output "$(two/skep --version 2>err)" "$version"
    contains "$(cat err)" 'starts more slowly'
    expect 'output the second time' "$(two/skep --version 2>&1)" "$version"
}

names_what_is_missing() {
    copy three
    mkdir bin
    for tool in sh env readlink mkdir cat grep id flock sha256sum cut touch tee head tail cp ln rm mv chmod chown dirname; do
        ln -s "$(command -v $tool)" "bin/$tool"
    done
    out=$(env -i PATH="$work/bin" three/skep --version 2>&1) && return 1
    expect lines "$(lines "$out")" 1
    contains "$out" "skep: needs Maven to build: install the package 'maven'"
    sed -i 's:/usr/lib/jvm:/nowhere:' three/cli/src/main/sh/jdk.sh
    out=$(env -i PATH="$work/bin" three/skep --version 2>&1) && return 1
    expect lines "$(lines "$out")" 1
    contains "$out" 'skep: needs JDK 25'
}

a_JDK_that_is_too_old_in_JAVA_HOME_is_passed_over() {
    mkdir -p old/bin
    echo 'JAVA_VERSION="17.0.1"' >old/release
    printf '#!/bin/sh\nexit 9\n' >old/bin/java
    cp old/bin/java old/bin/javac
    chmod +x old/bin/java old/bin/javac
    expect output "$(JAVA_HOME=$work/old 'a copy/skep' --version 2>/dev/null)" "$version-changed"
}

another_user_can_start_what_root_built() {
    [ "$(id -u)" = 0 ] || skip 'needs root, to become another user'
    chmod 755 "$work"
    out=$(unprivileged "$work/a copy/skep" --version 2>&1)
    expect output "$out" "$version-changed"
}

another_user_who_cannot_build_is_told_so() {
    [ "$(id -u)" = 0 ] || skip 'needs root, to become another user'
    touch 'a copy/pom.xml'
    out=$(unprivileged "$work/a copy/skep" --version 2>&1) && return 1
    expect lines "$(lines "$out")" 1
    contains "$out" 'can be written'
}

a_checkout_that_cannot_be_written_is_built_in_the_users_cache() {
    [ "$(id -u)" = 0 ] || skip 'needs root, to become another user'
    copy four
    # The other user's Maven uses the packages that are here already: directories of its own, links to the files.
    mkdir "$user"
    cp -Rl "$HOME/.m2/repository" "$user/repository" 2>/dev/null || cp -R "$HOME/.m2/repository" "$user/"
    find "$user" -type d -exec chown 65534:65534 {} +
    as_other() {
        unprivileged HOME="$user" \
            MAVEN_OPTS="-Dmaven.repo.local=$user/repository -Duser.home=$user" "$work/four/skep" --version
    }
    out=$(as_other 2>err) || { cat err; return 1; }
    expect output "$out" "$version"
    [ -d "$user/.cache/skep$work/four" ]
    [ ! -e four/.skep ]
    expect 'output the second time' "$(as_other 2>&1)" "$version"
}

run builds_on_first_use_with_only_PATH_through_a_chain_of_links
run starts_what_is_built_without_a_word
run uses_its_cache_and_nothing_of_the_environment
run passes_arguments_through
run builds_again_when_a_source_changed
run shows_why_a_build_failed_and_builds_when_that_is_mended
run two_first_uses_at_once_do_not_clash
run survives_a_kill_while_it_trains
run works_when_training_fails
run names_what_is_missing
run a_JDK_that_is_too_old_in_JAVA_HOME_is_passed_over
run another_user_can_start_what_root_built
run another_user_who_cannot_build_is_told_so
run a_checkout_that_cannot_be_written_is_built_in_the_users_cache
