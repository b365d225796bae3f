import Foundation

/// An object that crosses as JSON: a message, a part of one, or options.
public protocol JSONObject {
    /// Its members by the names of the wire or of core; those without a value are left out.
    var members: [String: Any] { get }
}

extension JSONObject {
    /// The object as JSON, which the clients take.
    public var json: String {
        // Members are texts, numbers, truth values, objects and lists of these, all of which JSON has.
        let data = try! JSONSerialization.data(withJSONObject: members)
        return String(decoding: data, as: UTF8.self)
    }
}
