/** The command: argv to a run, a listing or a text, and an exit code. */
module dev.skep.cli {
    requires dev.skep.trace;
    requires static org.jspecify;
}
