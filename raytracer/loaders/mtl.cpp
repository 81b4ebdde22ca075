// The statements of "MTL material format" (Alias|Wavefront, version 4.2, 1995), and those that followed for physically
// based materials (Exocortex: "PBR materials in MTL").
#include "raytracer/loaders/mtl.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "raytracer/geometry/mesh_text.h"

namespace raypool {
namespace {

constexpr float kLargestValue = 1e6F;
constexpr size_t kMaxWarnings = 50;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string lowered(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

class MtlParser {
public:
    explicit MtlParser(std::string_view text) : text_(text) {}

    MtlFile parse() {
        size_t at = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
        while (at < text_.size()) {
            const size_t end = std::min(text_.find_first_of("\r\n", at), text_.size());
            rest_ = text_.substr(at, end - at);
            ++line_;
            statement();
            at = end + (text_.substr(end).starts_with("\r\n") ? 2 : 1);
        }
        return std::move(out_);
    }

private:
    void warn(std::string message, const std::string& kind) {
        if (!warned_.insert(kind).second || out_.warnings.size() >= kMaxWarnings) return;
        out_.warnings.push_back({.severity = Severity::kWarning, .message = std::move(message), .line = line_});
    }

    std::string_view word() {
        const size_t start = std::min(rest_.find_first_not_of(" \t"), rest_.size());
        const size_t end = std::min(rest_.find_first_of(" \t", start), rest_.size());
        const std::string_view found = rest_.substr(start, end - start);
        rest_.remove_prefix(end);
        return found;
    }
    std::string_view peek() {
        const std::string_view saved = rest_;
        const std::string_view found = word();
        rest_ = saved;
        return found;
    }
    std::string_view restOfLine() const {
        const size_t start = rest_.find_first_not_of(" \t");
        return start == rest_.npos ? std::string_view() : rest_.substr(start, rest_.find_last_not_of(" \t") - start + 1);
    }
    static std::optional<float> numberOf(std::string_view word) {
        float value = 0;
        const char* end = word.empty() ? nullptr : parseFloat(word.data(), word.data() + word.size(), value);
        if (end != word.data() + word.size() || !std::isfinite(value)) return std::nullopt;
        return std::clamp(value, -kLargestValue, kLargestValue);
    }
    std::optional<float> number(std::string_view keyword) {
        const auto value = numberOf(word());
        if (!value) warn(std::string(keyword) + " has no number", std::string(keyword));
        return value;
    }
    /// A number that is not below 0.
    void factor(std::string_view keyword, std::optional<float>& out) {
        if (const auto value = number(keyword)) out = std::max(*value, 0.0F);
    }

    /// r g b, or r alone for grey, or "xyz x y z".
    void color(std::string_view keyword, std::optional<Rgb>& out) {
        const bool isXyz = peek() == "xyz";
        if (isXyz) word();
        if (peek() == "spectral") return warn(std::string(keyword) + " by a spectral file is not read", std::string(keyword) + " spectral");
        const auto r = number(keyword);
        if (!r) return;
        const auto g = numberOf(word()), b = numberOf(word());
        Rgb c{*r, g.value_or(*r), b.value_or(g.value_or(*r))};
        if (isXyz) {
            // CIE XYZ to Rec. 709 (ITU-R BT.709, IEC 61966-2-1).
            c = {3.2404542F * c.r - 1.5371385F * c.g - 0.4985314F * c.b, -0.9692660F * c.r + 1.8760108F * c.g + 0.0415560F * c.b,
                 0.0556434F * c.r - 0.2040259F * c.g + 1.0572252F * c.b};
        }
        out = Rgb{std::max(c.r, 0.0F), std::max(c.g, 0.0F), std::max(c.b, 0.0F)};
    }

    /// One to three numbers; never the last word, which is the file's name.
    void upToThree(std::array<float, 3>& out) {
        for (float& value : out) {
            const std::string_view saved = rest_;
            const auto parsed = numberOf(word());
            if (!parsed || restOfLine().empty()) {
                rest_ = saved;
                return;
            }
            value = *parsed;
        }
    }

    void map(std::string_view keyword, std::optional<MtlMap>& out) {
        MtlMap found;
        while (peek().starts_with('-') && peek().size() > 1) {
            const std::string_view saved = rest_;
            const std::string option = lowered(word());
            if (option == "-o") {
                upToThree(found.offset);
            } else if (option == "-s") {
                upToThree(found.scale);
            } else if (option == "-t") {
                std::array<float, 3> turbulence{};
                upToThree(turbulence);
                warn("the option -t (turbulence) of " + std::string(keyword) + " is left aside", option);
            } else if (option == "-mm") {
                for (float& value : found.baseGain) value = numberOf(word()).value_or(value);
            } else if (option == "-bm") {
                found.bumpMultiplier = numberOf(word()).value_or(1);
            } else if (option == "-clamp") {
                found.clamp = lowered(word()) == "on";
            } else if (option == "-imfchan") {
                const std::string channel = lowered(word());
                if (channel.size() == 1 && std::string_view("rgbmlz").find(channel[0]) != std::string_view::npos) {
                    found.channel = channel[0];
                } else {
                    warn("-imfchan " + quotedWord(channel, 0) + " is not known", option);
                }
            } else if (option == "-blendu" || option == "-blendv" || option == "-cc" || option == "-boost" || option == "-texres" || option == "-type") {
                word();   // they filter, or are for reflection maps
            } else {
                rest_ = saved;   // a name that begins with a dash
                break;
            }
        }
        std::string_view name = restOfLine();
        if (name.size() > 1 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
        if (name.empty()) return warn(std::string(keyword) + " names no file", std::string(keyword) + " without a file");
        found.file = asUtf8(name);
        out = std::move(found);
    }

    void statement() {
        const std::string_view written = word();
        if (written.empty() || written.starts_with('#')) return;
        const std::string keyword = lowered(written);
        if (keyword == "newmtl") {
            out_.materials.emplace_back().name = asUtf8(restOfLine());
            return;
        }
        if (out_.materials.empty()) return warn(quotedWord(written, 0) + " stands before the first newmtl", "before");
        MtlMaterial& m = out_.materials.back();
        if (keyword == "kd") return color(written, m.diffuse);
        if (keyword == "ks") return color(written, m.specular);
        if (keyword == "ke") return color(written, m.emission);
        if (keyword == "tf") return color(written, m.transmissionFilter);
        if (keyword == "ns") return factor(written, m.exponent);
        if (keyword == "ni") return factor(written, m.ior);
        if (keyword == "d") {
            if (peek() == "-halo") {
                word();
                warn("the option -halo of d is left aside", "-halo");
            }
            return factor(written, m.dissolve);
        }
        if (keyword == "tr") {
            // Where both stand, d is the one that is meant.
            const auto value = number(written);
            if (value && !m.dissolve) m.dissolve = std::clamp(1 - *value, 0.0F, 1.0F);
            return;
        }
        if (keyword == "illum") {
            if (const auto value = number(written)) m.illum = static_cast<int>(*value);
            return;
        }
        if (keyword == "pr") return factor(written, m.roughness);
        if (keyword == "pm") return factor(written, m.metalness);
        if (keyword == "ps") return factor(written, m.sheen);
        if (keyword == "pc") return factor(written, m.coat);
        if (keyword == "pcr") return factor(written, m.coatRoughness);
        if (keyword == "aniso") return factor(written, m.anisotropy);
        if (keyword == "anisor") return factor(written, m.anisotropyRotation);
        if (keyword == "map_kd") return map(written, m.diffuseMap);
        if (keyword == "map_ks") return map(written, m.specularMap);
        if (keyword == "map_ke" || keyword == "map_emissive") return map(written, m.emissionMap);
        if (keyword == "map_ns") return map(written, m.exponentMap);
        if (keyword == "map_d" || keyword == "map_tr" || keyword == "map_opacity") return map(written, m.dissolveMap);
        if (keyword == "map_bump" || keyword == "bump") return map(written, m.bumpMap);
        if (keyword == "norm" || keyword == "map_kn") return map(written, m.normalMap);
        if (keyword == "map_pr") return map(written, m.roughnessMap);
        if (keyword == "map_pm") return map(written, m.metalnessMap);
        if (keyword == "map_ps") return map(written, m.sheenMap);
        // What is there for light that a path tracer works out itself, or for filtering, needs no words.
        if (keyword == "ka" || keyword == "map_ka" || keyword == "sharpness" || keyword == "map_aat" || keyword == "km") return;
        warn(quotedWord(written, 0) + " is left aside", keyword);
    }

    std::string_view text_, rest_;
    int line_ = 0;
    MtlFile out_;
    std::set<std::string> warned_;
};

}  // namespace

MtlFile parseMtl(std::string_view text) { return MtlParser(text).parse(); }

}  // namespace raypool
