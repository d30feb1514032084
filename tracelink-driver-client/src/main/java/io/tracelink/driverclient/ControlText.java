package io.tracelink.driverclient;

import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * Var data of the control messages, a {@code uint32} length and US-ASCII text, read without trust in the length.
 */
final class ControlText
{
    /**
     * The longest text of a driver that is kept (Driver Model §4).
     */
    static final int MAX_MESSAGE_LENGTH = 1024;

    /**
     * The text does not end within the message.
     */
    static final int TRUNCATED = -1;

    private static final int LENGTH_LENGTH = 4;

    private ControlText()
    {
    }

    /**
     * Where a text ends.
     *
     * @param buffer   that holds the message.
     * @param position of the length of the text.
     * @param end      of the message.
     * @return the position behind the text, or {@link #TRUNCATED}.
     */
    static int skip(final DirectBuffer buffer, final int position, final int end)
    {
        if (end - position < LENGTH_LENGTH)
        {
            return TRUNCATED;
        }

        final long length = length(buffer, position);
        return length > end - position - LENGTH_LENGTH ? TRUNCATED : position + LENGTH_LENGTH + (int)length;
    }

    /**
     * A text of a checked message.
     *
     * @param buffer    that holds the message.
     * @param position  of the length of the text.
     * @param maxLength to which the text is cut.
     * @return the text.
     */
    static String text(final DirectBuffer buffer, final int position, final int maxLength)
    {
        final int length = (int)Math.min(length(buffer, position), maxLength);

        return buffer.getStringWithoutLengthAscii(position + LENGTH_LENGTH, length);
    }

    /**
     * A message for humans: cut to what is allowed, and what could upset a terminal or a log replaced.
     *
     * @param buffer   that holds the message.
     * @param position of the length of the text.
     * @return the text.
     */
    static String message(final DirectBuffer buffer, final int position)
    {
        return printable(text(buffer, position, MAX_MESSAGE_LENGTH));
    }

    /**
     * Replace what is not printable ASCII.
     *
     * @param text of unknown origin.
     * @return the text with question marks.
     */
    static String printable(final String text)
    {
        final StringBuilder builder = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++)
        {
            final char c = text.charAt(i);
            builder.append(c < ' ' || c > '~' ? '?' : c);
        }

        return builder.toString();
    }

    private static long length(final DirectBuffer buffer, final int position)
    {
        return buffer.getInt(position, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL;
    }
}
