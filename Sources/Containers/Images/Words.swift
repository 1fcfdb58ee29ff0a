internal import Schema

/// The words of a line, as a shell splits them: quotes keep blanks, a backslash keeps the next character.
func shellWords(_ text: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in text {
        if isEscaped {
            word = (word ?? "") + String(character)
            isEscaped = false
        } else if character == "\\" && quote != "'" {
            isEscaped = true
        } else if character == quote {
            quote = nil
        } else if quote == nil, character == "\"" || character == "'" {
            quote = character
            word = word ?? ""
        } else if quote == nil, character == " " || character == "\t" {
            if let finished = word { words.append(finished) }
            word = nil
        } else {
            word = (word ?? "") + String(character)
        }
    }
    return words + [word].compactMap(\.self)
}

/// The strings of a JSON array; nil when it isn't one.
func jsonStrings(_ text: String) -> [String]? {
    guard let json = try? JSON(parsing: Array(text.utf8)), let array = json.array else { return nil }
    return array.compactMap(\.string)
}
