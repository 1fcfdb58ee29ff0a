package import Schema

/// A short word that follows from a document: the same for the same document, in every process.
///
/// It has no vowels, and so spells no words that somebody might not like.
package enum Fingerprint {
    package static func of(_ parts: JSON...) -> String {
        var hash: UInt32 = 2_166_136_261  // FNV-1a
        for byte in parts.flatMap(\.bytes) { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        let letters = Array("bcdfghjklmnpqrstvwxz2456789")
        return String(String(hash).utf8.map { letters[Int($0) % letters.count] })
    }
}
