package io.tracelink.store;

/**
 * Checks of settings.
 */
final class Ranges
{
    private Ranges()
    {
    }

    static void check(final String name, final long value, final long least, final long most)
    {
        if (value < least || value > most)
        {
            throw new IllegalArgumentException(name + "=" + value + " must be in " + least + ".." + most);
        }
    }

    /**
     * @param what a value has to be.
     */
    static void checkSet(final String name, final Object value, final String what)
    {
        if (null == value)
        {
            throw new IllegalArgumentException(name + "=null must be set to " + what);
        }
    }
}
