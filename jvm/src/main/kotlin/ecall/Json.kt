package ecall

/** [value] as JSON: maps with text keys, iterables, texts, numbers, truth values and null. */
internal fun json(value: Any?): String = StringBuilder().apply { write(value) }.toString()

/** Options, named in camelCase, as the JSON that core reads. */
internal fun optionsJson(options: Map<String, Any?>): String? =
    if (options.isEmpty()) null else json(options.mapKeys { (name, _) -> snakeCase(name) })

private fun snakeCase(name: String): String =
    name.replace(Regex("[A-Z]")) { "_" + it.value.lowercase() }

private fun StringBuilder.write(value: Any?) {
    when (value) {
        null -> append("null")
        is Boolean, is Int, is Long, is Short, is Byte -> append(value.toString())
        is Double, is Float -> {
            require((value as Number).toDouble().isFinite()) { "JSON has no $value" }
            append(value.toString())
        }
        is CharSequence -> writeText(value)
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
