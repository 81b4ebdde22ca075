#include "raytracer/scene/json_text.h"

#include <charconv>

#include "raytracer/scene/number_text.h"

namespace raypool {
namespace {

using Json = nlohmann::ordered_json;
constexpr size_t kLine = 100;

class Printer {
public:
    std::string out;

    void print(const Json& value, size_t indent) {
        const size_t begin = out.size();
        if (flat(value, begin)) return;
        out.resize(begin);
        const bool isObject = value.is_object();
        out += isObject ? '{' : '[';
        // Long lists of numbers fill their lines.
        const bool isNumbers = value.is_array() && value.front().is_number();
        size_t line = out.size();
        bool first = true;
        for (auto it = value.begin(); it != value.end(); ++it) {
            if (!first) out += isNumbers && out.size() - line < kLine ? ", " : ",";
            if (!isNumbers || first || out.size() - line >= kLine) {
                newLine(indent + 2);
                line = out.size();
            }
            first = false;
            if (isObject) {
                string(it.key());
                out += ": ";
            }
            print(*it, indent + 2);
        }
        newLine(indent);
        out += isObject ? '}' : ']';
    }

private:
    void newLine(size_t indent) {
        out += '\n';
        out.append(indent, ' ');
    }
    void string(const std::string& text) {
        out += Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
    }
    /// In one line; false where that would be too long.
    bool flat(const Json& value, size_t begin) {
        if (out.size() - begin > kLine) return false;
        if (value.is_number()) {
            out += value.is_number_float() ? numberText(value.get<double>()) : value.dump();
        } else if (value.is_string()) {
            string(value.get_ref<const std::string&>());
        } else if (value.is_object() || value.is_array()) {
            const bool isObject = value.is_object();
            out += isObject ? "{" : "[";
            bool first = true;
            for (auto it = value.begin(); it != value.end(); ++it) {
                out += first ? "" : ", ";
                first = false;
                if (isObject) {
                    string(it.key());
                    out += ": ";
                }
                if (!flat(*it, begin)) return false;
            }
            out += isObject ? "}" : "]";
            return out.size() - begin <= kLine || value.empty();
        } else {
            out += value.dump();
        }
        return true;
    }
};

}  // namespace

double plain(float value) {
    const std::string text = numberText(value);
    double out = 0;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}
Json numberJson(double value, bool isWhole, bool isSingle) {
    if (isWhole) return static_cast<int64_t>(value);
    value += 0.0;   // -0 is 0
    return isSingle ? plain(static_cast<float>(value)) : value;
}
Json tripleJson(dvec3 v, bool isSingle, bool mayBeOne) {
    const auto one = [&](double x) { return numberJson(x, false, isSingle); };
    if (mayBeOne && v.x == v.y && v.y == v.z) return one(v.x);
    return {one(v.x), one(v.y), one(v.z)};
}

std::string prettyText(const Json& value) {
    Printer printer;
    printer.print(value, 0);
    return printer.out + "\n";
}

}  // namespace raypool
