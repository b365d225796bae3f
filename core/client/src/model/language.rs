//! The languages of templates.

use super::open_enum::open_enum;

open_enum! {
    /// The language of a template. Source: REST documentation, message schema.
    pub enum TemplateLanguageCode as "TemplateLanguageCode" {
        /// Afrikaans.
        Af = "af",
        /// Albanian.
        Sq = "sq",
        /// Arabic.
        Ar = "ar",
        /// Azerbaijani.
        Az = "az",
        /// Bengali.
        Bn = "bn",
        /// Bulgarian.
        Bg = "bg",
        /// Catalan.
        Ca = "ca",
        /// Chinese (China).
        ZhCn = "zh_CN",
        /// Chinese (Hong Kong).
        ZhHk = "zh_HK",
        /// Chinese (Taiwan).
        ZhTw = "zh_TW",
        /// Croatian.
        Hr = "hr",
        /// Czech.
        Cs = "cs",
        /// Danish.
        Da = "da",
        /// Dutch.
        Nl = "nl",
        /// English.
        En = "en",
        /// English (United Kingdom).
        EnGb = "en_GB",
        /// English (United States).
        EnUs = "en_US",
        /// Estonian.
        Et = "et",
        /// Filipino.
        Fil = "fil",
        /// Finnish.
        Fi = "fi",
        /// French.
        Fr = "fr",
        /// Georgian.
        Ka = "ka",
        /// German.
        De = "de",
        /// Greek.
        El = "el",
        /// Gujarati.
        Gu = "gu",
        /// Hausa.
        Ha = "ha",
        /// Hebrew.
        He = "he",
        /// Hindi.
        Hi = "hi",
        /// Hungarian.
        Hu = "hu",
        /// Indonesian.
        Id = "id",
        /// Irish.
        Ga = "ga",
        /// Italian.
        It = "it",
        /// Japanese.
        Ja = "ja",
        /// Kannada.
        Kn = "kn",
        /// Kazakh.
        Kk = "kk",
        /// Kinyarwanda.
        RwRw = "rw_RW",
        /// Korean.
        Ko = "ko",
        /// Kyrgyz (Kyrgyzstan).
        KyKg = "ky_KG",
        /// Lao.
        Lo = "lo",
        /// Latvian.
        Lv = "lv",
        /// Lithuanian.
        Lt = "lt",
        /// Macedonian.
        Mk = "mk",
        /// Malay.
        Ms = "ms",
        /// Malayalam.
        Ml = "ml",
        /// Marathi.
        Mr = "mr",
        /// Norwegian Bokmål.
        Nb = "nb",
        /// Persian.
        Fa = "fa",
        /// Polish.
        Pl = "pl",
        /// Portuguese (Brazil).
        PtBr = "pt_BR",
        /// Portuguese (Portugal).
        PtPt = "pt_PT",
        /// Punjabi.
        Pa = "pa",
        /// Romanian.
        Ro = "ro",
        /// Russian.
        Ru = "ru",
        /// Serbian.
        Sr = "sr",
        /// Slovak.
        Sk = "sk",
        /// Slovenian.
        Sl = "sl",
        /// Spanish.
        Es = "es",
        /// Spanish (Argentina).
        EsAr = "es_AR",
        /// Spanish (Spain).
        EsEs = "es_ES",
        /// Spanish (Mexico).
        EsMx = "es_MX",
        /// Swahili.
        Sw = "sw",
        /// Swedish.
        Sv = "sv",
        /// Tamil.
        Ta = "ta",
        /// Telugu.
        Te = "te",
        /// Thai.
        Th = "th",
        /// Turkish.
        Tr = "tr",
        /// Ukrainian.
        Uk = "uk",
        /// Urdu.
        Ur = "ur",
        /// Uzbek.
        Uz = "uz",
        /// Vietnamese.
        Vi = "vi",
        /// Zulu.
        Zu = "zu",
    }
}
