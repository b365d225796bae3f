package ecall

/** An object that crosses as JSON: a message, a part of one, or options. */
public abstract class JsonObject internal constructor() {
    /** Its members by their names; those without a value are left out. */
    internal abstract fun members(): Map<String, Any?>

    /** More members, which come last. */
    internal abstract fun others(): Map<String, Any?>

    /** The object as JSON. */
    public fun toJson(): String = json(this)
}

/** A message: a [Message], or one in the shape of the wire. */
public sealed interface AnyMessage {
    /** The message as JSON. */
    public fun toJson(): String
}

/**
 * A message in the shape of the wire, for whatever [Message] has no type for.
 *
 * @property members `mapOf("channel" to "Sms", "to" to …, "content" to mapOf("type" to "Text", …))`.
 */
public class WireMessage(public val members: Map<String, Any?>) : JsonObject(), AnyMessage {
    override fun members(): Map<String, Any?> = emptyMap()

    override fun others(): Map<String, Any?> = members
}

/** A word of the service's. */
public interface Word {
    /** As it stands on the wire. */
    public val value: String
}

/** A word of which there may be others than those that this version knows. Two are equal where they stand for the same text. */
public abstract class OpenWord internal constructor() : Word {
    override fun equals(other: Any?): Boolean = other is OpenWord && other.javaClass == javaClass && other.value == value

    override fun hashCode(): Int = value.hashCode()

    override fun toString(): String = value
}

/** [value] as JSON: objects of this package, words, maps with text keys, iterables, texts, numbers, truth values and null. */
internal fun json(value: Any?): String = StringBuilder().apply { write(value) }.toString()

/** Options as the JSON that core reads; nothing where nothing is set. Names that the class lacks are written in camelCase. */
internal fun optionsJson(options: JsonObject): String? {
    val given = options.members().filterValues { it != null } + options.others().mapKeys { (name, _) -> snakeCase(name) }
    return if (given.isEmpty()) null else json(given)
}

/** An underscore is doubled, so that only the names of this language are known. */
private fun snakeCase(name: String): String = name.replace(Regex("[A-Z_]")) { "_" + it.value.lowercase() }

private fun StringBuilder.write(value: Any?) {
    when (value) {
        null -> append("null")
        is Boolean, is Int, is Long, is Short, is Byte -> append(value.toString())
        is Double, is Float -> {
            require((value as Number).toDouble().isFinite()) { "JSON has no $value" }
            append(value.toString())
        }
        is CharSequence -> writeText(value)
        is Word -> writeText(value.value)
        is JsonObject -> write(value.members().filterValues { it != null } + value.others())
        is Map<*, *> -> writeAll('{', '}', value.entries) { (key, item) ->
            require(key is String) { "the keys of a JSON object are texts" }
            writeText(key)
            append(':')
            write(item)
        }
        is Iterable<*> -> writeAll('[', ']', value) { write(it) }
        else -> throw IllegalArgumentException("${value.javaClass.name} is nothing that JSON has")
    }
}

private inline fun <T> StringBuilder.writeAll(open: Char, close: Char, items: Iterable<T>, write: (T) -> Unit) {
    append(open)
    items.forEachIndexed { index, item ->
        if (index > 0) append(',')
        write(item)
    }
    append(close)
}

private fun StringBuilder.writeText(text: CharSequence) {
    append('"')
    for (char in text) {
        when {
            char == '"' || char == '\\' -> append('\\').append(char)
            char < ' ' -> append("\\u%04x".format(char.code))
            else -> append(char)
        }
    }
    append('"')
}
