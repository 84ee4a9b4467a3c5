package dev.skep.lang.compile;

/** Gets the text of stages. What is not wanted is not made. */
public interface StageListener {
    /** Wants nothing. */
    StageListener NONE = new StageListener() {
        @Override
        public boolean wants(Stage stage) {
            return false;
        }

        @Override
        public void text(Stage stage, String text) {}
    };

    /** Whether a stage's text is to be made. */
    boolean wants(Stage stage);

    /**
     * The text of a stage that found no error, in the order of the stages.
     *
     * @param text stable: the same script on the same target gives the same text; ends with a line break
     */
    void text(Stage stage, String text);

    /** A stage has found no error, and its text, if wanted, was given. Between two calls lies one stage's work. */
    default void finished(Stage stage) {}
}
