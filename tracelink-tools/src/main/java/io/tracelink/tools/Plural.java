package io.tracelink.tools;

/**
 * Numbers of things in sentences for people.
 */
final class Plural
{
    private Plural()
    {
    }

    /**
     * {@return the number and the noun, with an s unless it is one}
     *
     * @param count of the things.
     * @param noun  for one of them.
     */
    static String of(final long count, final String noun)
    {
        return 1 == count ? "1 " + noun : count + " " + noun + "s";
    }
}
