#include <deque>
#include <set>

#include "raytracer/scene/json_text.h"
#include "raytracer/scene/native_fields.h"
#include "raytracer/scene/number_text.h"
#include "raytracer/scene/scene_schema.h"

namespace raypool {
namespace {

/// Writes one section for each type, in the order in which they are met.
class ReferenceMaker final : public Fields {
public:
    explicit ReferenceMaker(NativeDesc& empty) : Fields(empty) {}

    std::string make() {
        meet<SceneFields>();
        while (!waiting_.empty()) {
            const auto [info, initial] = waiting_.front();
            waiting_.pop_front();
            out_ += "\n## " + std::string(info->id) + "\n\n" + std::string(info->text) + "\n";
            table_ = rules_ = "";
            initial(*this);
            flush();
        }
        return out_;
    }

    void number(std::string_view name, NumberSlot slot, Limits limits, std::string_view text) override {
        const auto value = slot.get();
        row(name, slot.isWhole() ? std::string("whole number") : "number" + orTexture(slot.texture()), rangeOf(limits), value ? numberJson(*value, slot.isWhole(), slot.isSingle()) : Json(), text);
    }
    void boolean(std::string_view name, bool& value, std::string_view text) override { row(name, "true or false", "", value, text); }
    void string(std::string_view name, std::string&, std::string_view text) override { row(name, "string", "", {}, text); }
    void triple(std::string_view name, TripleSlot slot, TripleKind kind, Limits limits, std::string_view text) override {
        constexpr std::string_view kKinds[] = {"colour", "point", "direction", "three numbers or one"};
        const auto value = slot.get();
        const bool mayBeOne = kind == TripleKind::kColor || kind == TripleKind::kScale;
        row(name, std::string(kKinds[static_cast<size_t>(kind)]) + orTexture(slot.texture()), rangeOf(limits), value ? tripleJson(*value, slot.isSingle(), mayBeOne) : Json(), text);
    }
    void tuple(std::string_view name, std::span<double> values, bool&, Limits limits, std::string_view text) override {
        row(name, values.size() == 2 ? "two numbers" : "four numbers", rangeOf(limits), {}, text);
    }
    void array(std::string_view name, ArraySlot, Limits limits, std::string_view text) override {
        row(name, "numbers, or rows of them", rangeOf(limits), {}, text);
    }
    void faces(std::string_view name, std::vector<uint32_t>&, std::string_view text) override {
        row(name, "arrays of whole numbers", "", {}, text);
    }
    void oneOfNames(std::string_view name, std::span<const std::string_view> names, size_t current,
                    const std::function<void(size_t)>&, std::string_view text) override {
        std::string list;
        for (const auto n : names) list += (list.empty() ? "`" : ", `") + std::string(n) + "`";
        row(name, list, "", std::string(names[current]), text);
    }
    void preset(std::string_view name, std::span<const PresetText>, const std::function<void(size_t)>&, std::string_view text) override {
        row(name, "[name](presets.md)", "", {}, text);
    }
    void object(std::string_view name, const Body& body, Presence, std::string_view text) override {
        meet(*body.info, body.initial);
        row(name, link(*body.info), "", {}, text);
    }
    void list(std::string_view name, const ListBody& body, std::string_view text) override {
        meet(*body.info, body.initial);
        row(name, "array of " + link(*body.info), "", {}, text);
    }
    void textures(std::string_view name, std::string_view text) override { row(name, "names of " + meet<TextureDesc>(), "", {}, text); }
    void materials(std::string_view name, std::string_view text) override { row(name, "names of " + meet<MaterialDesc>(), "", {}, text); }
    void media(std::string_view name, std::string_view text) override { row(name, "names of " + meet<MediumDesc>(), "", {}, text); }
    void prototypes(std::string_view name, std::string_view text) override { row(name, "names of " + meet<ObjectDesc>(), "", {}, text); }
    void objects(std::string_view name, std::vector<uint32_t>&, std::string_view text) override {
        row(name, "array of " + meet<ObjectDesc>(), "", {}, text);
    }
    void reference(std::string_view name, RefKind kind, int32_t&, std::string_view text) override {
        row(name, "name or " + (kind == RefKind::kMaterial ? meet<MaterialDesc>() : kind == RefKind::kMedium ? meet<MediumDesc>() : meet<TextureDesc>()), "", {}, text);
    }
    void prototype(std::string_view name, uint32_t&, std::string_view text) override { row(name, "name", "", {}, text); }
    void transform(std::string_view name, std::vector<TransformKey>&, std::string_view text) override {
        row(name, meet<TransformFields>() + ", or an array", "", {}, text);
    }
    void keyframes(std::string_view name, std::vector<TransformKey>&, std::string_view text) override {
        row(name, "array of " + meet<KeyframeFields>(), "", {}, text);
    }
    void matrix(std::string_view name, std::optional<Affine64>&, std::string_view text) override { row(name, "matrix", "", {}, text); }

    void tagged(std::string_view key, std::span<const std::string_view> names, size_t, size_t initial,
                const std::function<void(size_t)>& fields, std::string_view text) override {
        std::string list;
        for (const auto n : names) list += (list.empty() ? "`" : ", `") + std::string(n) + "`";
        row(key, list, "", std::string(names[initial]), text);
        flush();
        for (size_t i = 0; i < names.size(); ++i) {
            out_ += "\n### `\"" + std::string(key) + "\": \"" + std::string(names[i]) + "\"`\n";
            fields(i);
            if (table_.empty()) out_ += "\nNo other fields.\n";
            flush();
        }
    }
    void oneKeyOf(std::span<const std::string_view> keys, size_t, const std::function<void(size_t)>& field) override {
        for (size_t i = 0; i < keys.size(); ++i) field(i);
        rules_ += "- Exactly one of " + listOf(keys, "or") + ".\n";
    }
    void exclusive(std::initializer_list<std::string_view> names) override {
        rules_ += "- At most one of " + listOf({names.begin(), names.size()}, "or") + ".\n";
    }
    void needs(std::string_view name, std::initializer_list<std::string_view> others) override {
        rules_ += "- `" + std::string(name) + "` needs " + listOf({others.begin(), others.size()}, "or") + ".\n";
    }
    void required(std::initializer_list<std::string_view> names) override {
        rules_ += "- " + listOf({names.begin(), names.size()}, "or") + " must be there.\n";
    }

private:
    using Json = nlohmann::ordered_json;

    static std::string rangeOf(const Limits& limits) {
        std::string out;
        const bool low = limits.min > -kLargest, high = limits.max < kLargest;
        if (low && high) out = limits.min == limits.max ? numberText(limits.min) : numberText(limits.min) + " to " + numberText(limits.max);
        if (low && !high) out = "from " + numberText(limits.min);
        if (!low && high) out = "to " + numberText(limits.max);
        if (!limits.unit.empty()) out += (out.empty() ? "" : " ") + std::string(limits.unit);
        return out;
    }
    static std::string listOf(std::span<const std::string_view> names, std::string_view last) {
        std::string out;
        for (size_t i = 0; i < names.size(); ++i) {
            if (i > 0) out += i + 1 == names.size() ? " " + std::string(last) + " " : ", ";
            out += "`" + std::string(names[i]) + "`";
        }
        return out;
    }
    static std::string link(const TypeInfo& info) { return "[" + std::string(info.id) + "](#" + std::string(info.id) + ")"; }

    std::string orTexture(const int32_t* texture) { return texture == nullptr ? std::string() : " or " + meet<TextureDesc>(); }
    void row(std::string_view name, std::string_view type, const std::string& range, const Json& initial, std::string_view text) {
        table_ += "| `" + std::string(name) + "` | " + std::string(type) + " | " + range + " | ";
        if (!initial.is_null()) {
            std::string value = prettyText(initial);
            value.pop_back();
            table_ += "`" + value + "`";
        }
        table_ += " | " + std::string(text) + " |\n";
    }
    void flush() {
        if (!table_.empty()) out_ += "\n| field | value | range, unit | default | |\n|---|---|---|---|---|\n" + table_;
        if (!rules_.empty()) out_ += "\n" + rules_;
        table_ = rules_ = "";
    }
    void meet(const TypeInfo& info, const std::function<void(Fields&)>& initial) {
        if (met_.insert(info.id).second) waiting_.push_back({&info, initial});
    }
    template <class T>
    std::string meet() {
        T fresh{};
        const Body body = bodyOf(fresh);
        meet(*body.info, body.initial);
        return link(*body.info);
    }

    struct Waiting {
        const TypeInfo* info;
        std::function<void(Fields&)> initial;
    };
    std::deque<Waiting> waiting_;
    std::set<std::string_view> met_;
    std::string out_, table_, rules_;
};

constexpr std::string_view kIntroduction = R"(# The scene format

<!-- Generated from raytracer/scene/native_fields.cpp; a test says how to renew it. -->

A scene is a JSON text. This is the shortest one that shows something:

```json
{ "raypool": 1, "objects": [{ "sphere": {} }] }
```

Every field has a default, unless it is said that it must be there. Unknown fields are errors. Space is right-handed with Y
up; lengths are metres, angles degrees, colours linear Rec. 709. A colour is three numbers, or one for grey. Names follow
[OpenPBR](https://academysoftwarefoundation.github.io/OpenPBR/) for materials and
[glTF 2.0](https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html) for cameras, transforms and punctual lights. A
texture, material or medium is named in its section and referred to by name, or written where it is used.

`raypool schema` prints the JSON Schema of the format, which is also beside this file: `scene.schema.json`.
)";

}  // namespace

std::string sceneReference() {
    NativeDesc empty;
    return std::string(kIntroduction) + ReferenceMaker(empty).make();
}

}  // namespace raypool
