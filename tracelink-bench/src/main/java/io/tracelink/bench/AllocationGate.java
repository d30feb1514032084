package io.tracelink.bench;

/** x */
public final class AllocationGate
{
    private AllocationGate()
    {
    }

    /** x
      * @param args x */
    public static void main(final String[] args)
    {
    }
}
