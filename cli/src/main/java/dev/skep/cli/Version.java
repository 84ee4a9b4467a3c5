package dev.skep.cli;

/** The version of this build; a test compares it with the project's. */
final class Version {
    static final String TEXT = "skep v0.1.0";

    private Version() {}
}
