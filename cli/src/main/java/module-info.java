/** argv to one of the other modules. */
module dev.skep.cli {
    requires dev.skep.trace;
    requires static org.jspecify;
}
