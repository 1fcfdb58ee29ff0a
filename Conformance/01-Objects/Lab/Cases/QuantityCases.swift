internal import Conformance

/// Step 3: what is it worth?
enum ReadingCases {
    static let topic = Topic(
        step: 3, name: "worth", source: Page.quantity,
        invariant: "What is read is never less than what was written, and exact where it can be counted in billionths.",
        look: "Quantities/QuantityReading.swift: which power of ten, or of two, does the suffix stand for? "
            + "What happens to the digits that are left over?")

    static let all = [
        topic.story(
            "plain", must: "A number without a suffix MUST be worth itself.",
            """
            worth 2 → 2, decimalSI
            worth 0 → 0, decimalSI
            worth +7 → 7, decimalSI
            """),
        topic.story(
            "fractions", must: "A fraction MUST be exact.", weight: 2,
            says:
                "No matter which of the three exponent forms is used, no quantity may represent a number greater than "
                + "2^63-1 in magnitude, nor may it have more than 3 decimal places.",
            """
            worth 1.5 → 1500 milli, decimalSI
            worth 0.1 → 100 milli, decimalSI
            worth .5 → 500 milli, decimalSI
            worth 5. → 5, decimalSI
            """),
        topic.story(
            "milli", must: "m MUST be a thousandth.", weight: 2,
            """
            worth 250m → 250 milli, decimalSI
            worth 1000m → 1, decimalSI
            """),
        topic.story(
            "decimal", must: "k, M, G, T, P and E MUST be powers of 1000.", says: "m | \"\" | k | M | G | T | P | E",
            """
            worth 1k → 1000, decimalSI
            worth 2M → 2000000, decimalSI
            worth 1.5G → 1500000000, decimalSI
            worth 1T → 1000000000000, decimalSI
            worth 3P → 3000000000000000, decimalSI
            worth 1E → 1000000000000000000, decimalSI
            """),
        topic.story(
            "small", must: "n and u MUST be billionths and millionths.",
            """
            worth 5n → 5 nano, decimalSI
            worth 5u → 5 micro, decimalSI
            """),
        topic.story(
            "binary", must: "Ki, Mi, Gi, Ti, Pi and Ei MUST be powers of 1024.", weight: 2,
            says: "Ki | Mi | Gi | Ti | Pi | Ei (International System of units)",
            """
            worth 1Ki → 1024, binarySI
            worth 64Mi → 67108864, binarySI
            worth 1.5Gi → 1610612736, binarySI
            worth 1Ti → 1099511627776, binarySI
            worth 1Pi → 1125899906842624, binarySI
            worth 1Ei → 1152921504606846976, binarySI
            """),
        topic.story(
            "case", must: "K alone, mi, and other suffixes that there aren't MUST be refused.",
            """
            worth 1i → refused
            worth 1mi → refused
            worth 1K → refused
            worth 1x → refused
            worth → refused
            """),
        topic.story(
            "exponents", must: "e and E with a number MUST be powers of ten.",
            says: "e<signedNumber> | E<signedNumber>",
            """
            worth 1e3 → 1000, decimalExponent
            worth 12E6 → 12000000, decimalExponent
            worth 15e-1 → 1500 milli, decimalExponent
            worth 1e → refused
            """),
        topic.story(
            "negative", must: "A minus MUST count.",
            """
            worth -1500m → -1500 milli, decimalSI
            """),
        topic.story(
            "rounds-up", must: "What is finer than a billionth MUST be rounded up, away from zero.", weight: 2,
            says: "Numbers larger or more precise will be capped or rounded up. (E.g.: 0.1m will rounded up to 1m.)",
            """
            worth 0.1n → 1 nano, decimalSI
            worth 1.0000000001 → 1000000001 nano, decimalSI
            worth 1.00000000001 → 1000000001 nano, decimalSI
            worth -0.1n → -1 nano, decimalSI
            worth 0.00000000000000000001 → 1 nano, decimalSI
            """),
        topic.story(
            "small-binary", must: "A binary amount below 1 MUST become a decimal one.",
            source:
                "https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go",
            """
            worth 0.0001Ki → 102400 micro, decimalSI
            """),
        topic.story(
            "capped", must: "More than 2⁶³−1 MUST count as 2⁶³−1 in binary suffixes.",
            says: "Numbers larger or more precise will be capped or rounded up.",
            """
            worth 9Ei → 9223372036854775807, binarySI
            worth 8192Pi → 9223372036854775807, binarySI
            """),
        topic.random(
            "random-texts", must: "Any number with any suffix MUST be worth what long multiplication says.",
            RandomQuantities.read),
    ]
}

/// Step 4: how is it written?
enum WritingCases {
    static let topic = Topic(
        step: 4, name: "written", source: Page.quantity,
        invariant: "Equal amounts of one family of suffixes are written in the same way, and read again are the same.",
        look: "Quantities/CanonicalForm.swift: how often can the number be divided without a rest?")

    static let all = [
        topic.story(
            "no-fraction", must: "A fraction MUST be written with a smaller suffix.", weight: 2,
            says: "No fractional digits will be emitted",
            """
            written 1.5 → 1500m
            written 0.5 → 500m
            written 1.5Gi → 1536Mi
            """),
        topic.story(
            "largest-suffix", must: "The largest suffix that loses nothing MUST be taken.", weight: 2,
            says: "The exponent (or suffix) is as large as possible.",
            """
            written 1000m → 1
            written 1000 → 1k
            written 1000000k → 1G
            written 1024Mi → 1Gi
            """),
        topic.story(
            "keeps", must: "What would lose something MUST stay.", says: "No precision is lost",
            """
            written 1100 → 1100
            written 1500m → 1500m
            written 1500Mi → 1500Mi
            """),
        topic.story(
            "family", must: "The family of suffixes MUST stay: binary stays binary.",
            """
            written 1Ki → 1Ki
            written 1048576Ki → 1Gi
            written 1024k → 1024k
            """),
        topic.story(
            "small-binary", must: "A binary amount below 1024 MUST be written without a suffix.",
            """
            written 0.5Ki → 512
            written 0.9765625Ki → 1k
            """),
        topic.story(
            "broken-binary", must: "A binary amount with a fraction MUST be written with a decimal suffix.",
            """
            written 0.1Mi → 104857600m
            """),
        topic.story(
            "exponents", must: "An amount in exponents MUST be written with them, and without one for 1.",
            """
            written 1e3 → 1e3
            written 12e6 → 12e6
            written 1000e3 → 1e6
            written 1500e0 → 1500
            """),
        topic.story(
            "beyond-exa", must: "More than the largest suffix MUST be written with an exponent.",
            """
            written 1000E → 1e21
            """),
        topic.story(
            "exbi", must: "The largest binary suffix MUST be the last.",
            """
            written 7Ei → 7Ei
            """),
        topic.story(
            "zero", must: "Zero MUST be written 0, whatever its suffix was.",
            """
            written 0 → 0
            written 0Ki → 0
            written 0e3 → 0
            """),
        topic.story(
            "negative", must: "A minus MUST stay in front.",
            says: "The sign will be omitted unless the number is negative.",
            """
            written -1.5 → -1500m
            written -2048Ki → -2Mi
            """),
        topic.random(
            "random-amounts", must: "What is written MUST be worth the amount, and no larger suffix do.",
            RandomQuantities.write),
    ]
}
