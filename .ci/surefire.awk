# A surefire report to lines "passed|class.method|", "failed|class.method|message", "skipped|class.method|reason".
# Works on tags, not lines: messages have line breaks in them.
BEGIN { RS = "<" }

function attribute(name,    from, rest) {
    from = index($0, " " name "=\"")
    if (from == 0) return ""
    rest = substr($0, from + length(name) + 3)
    return text(substr(rest, 1, index(rest, "\"") - 1))
}

function text(s) {
    gsub(/&#10;|\n|\|/, " ", s)
    gsub(/&lt;/, "<", s)
    gsub(/&gt;/, ">", s)
    gsub(/&quot;/, "\"", s)
    gsub(/&apos;/, "'", s)
    gsub(/&amp;/, "\\&", s)
    return substr(s, 1, 300)
}

function flush() {
    if (test != "") print state "|" test "|" why
    test = ""
}

/^testcase / {
    flush()
    test = attribute("classname") "." attribute("name")
    state = "passed"
    why = ""
}
/^skipped/ { state = "skipped"; why = attribute("message") }
/^(failure|error)/ { state = "failed"; why = attribute("message") }
END { flush() }
