package io.rostra.media.container;

/// The bytes are not a stream that can be used. The message is one sentence for whoever sent it:
/// what is wrong, and what would be right.
public final class ContainerException extends Exception {
    private static final long serialVersionUID = 1;

    private final String sentence;

    public ContainerException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    @Override
    public String getMessage() {
        return sentence;
    }
}
