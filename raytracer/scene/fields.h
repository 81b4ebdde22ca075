// How the format is described once and used many times: native_fields.h names every field of every type to a Fields,
// and what stands behind it reads them, writes them, or makes the schema or the reference of them.
#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "raytracer/scene/native_desc.h"

namespace raypool {

/// What a type is called in the schema ("sphere"), in messages ("a sphere"), and what it is.
struct TypeInfo {
    std::string_view id, article, text;
};

/// Numbers from min to max, both included.
struct Limits {
    double min = -1e9, max = 1e9;
    std::string_view unit{};   // "m", "degrees", "" for plain numbers
    friend bool operator==(const Limits&, const Limits&) = default;
};
constexpr double kLargest = 1e9;    // lengths and factors: what single precision still squares
constexpr double kSmallest = 1e-9;

/// A number somewhere in a description; an optional one may be missing, a mapped one may be a texture.
class NumberSlot {
public:
    NumberSlot(float& to) : to_(&to) {}
    NumberSlot(double& to) : to_(&to) {}
    NumberSlot(uint32_t& to) : to_(&to) {}
    NumberSlot(int32_t& to) : to_(&to) {}
    NumberSlot(std::optional<double>& to) : to_(&to) {}
    NumberSlot(Mapped<float>& to) : to_(&to.value), texture_(&to.texture) {}

    bool isWhole() const { return std::holds_alternative<uint32_t*>(to_) || std::holds_alternative<int32_t*>(to_); }
    bool isSingle() const { return std::holds_alternative<float*>(to_); }
    std::optional<double> get() const;
    void set(double value) const;
    /// Index of the texture, where there may be one.
    int32_t* texture() const { return texture_; }

private:
    std::variant<float*, double*, uint32_t*, int32_t*, std::optional<double>*> to_;
    int32_t* texture_ = nullptr;
};

/// Three numbers: a colour (a single number stands for a grey one; a mapped one may be a texture), a point, a direction or sizes along the axes.
class TripleSlot {
public:
    TripleSlot(Rgb& to) : to_(&to) {}
    TripleSlot(std::optional<Rgb>& to) : to_(&to) {}
    TripleSlot(dvec3& to) : to_(&to) {}
    TripleSlot(std::optional<dvec3>& to) : to_(&to) {}
    TripleSlot(Mapped<Rgb>& to) : to_(&to.value), texture_(&to.texture) {}

    bool isSingle() const { return std::holds_alternative<Rgb*>(to_) || std::holds_alternative<std::optional<Rgb>*>(to_); }
    std::optional<dvec3> get() const;
    void set(dvec3 value) const;
    int32_t* texture() const { return texture_; }

private:
    std::variant<Rgb*, std::optional<Rgb>*, dvec3*, std::optional<dvec3>*> to_;
    int32_t* texture_ = nullptr;
};
enum class TripleKind : uint8_t { kColor, kPoint, kDirection, kScale };   // a direction is not 0; a scale may be one number

/// Rows of numbers, as meshes have them; in JSON one after the other or each row in brackets of its own.
struct ArraySlot {
    std::variant<std::vector<vec3>*, std::vector<vec2>*, std::vector<glm::vec4>*, std::vector<uint32_t>*> to;
    uint32_t width() const;   // numbers a row; indices: 3
};

class Fields;

/// A value of a described type: `value` names its fields, `initial` those of a fresh one.
struct Body {
    const TypeInfo* info;
    std::function<void(Fields&)> value, initial;
};
struct ListBody {
    const TypeInfo* info;   // of the items
    size_t size = 0;
    std::function<void(Fields&, size_t)> at;   // names the fields of one that is there
    std::function<void(Fields&)> append;       // adds one and names its fields
    std::function<void(Fields&)> initial;
};
/// A name that stands for values of other fields, and what it is.
struct PresetText {
    std::string_view name, text;
};
/// When an object is written.
enum class Presence : uint8_t { kWhenFilled, kAlways, kNever };
enum class RefKind : uint8_t { kMaterial, kMedium, kTexture };

/// Says how a type's fields are named: struct Type<T> { static const TypeInfo info; static void describe(Fields&, T&); }.
template <class T>
struct Type;

class Fields {
public:
    explicit Fields(NativeDesc& scene) : scene_(scene) {}
    virtual ~Fields() = default;
    NativeDesc& scene() { return scene_; }

    /// True where fields are filled from a text, so that what follows from them can be worked out.
    virtual bool reading() const { return false; }
    /// Reading only: was the field there? And a problem with it (of the object, if it wasn't).
    virtual bool has(std::string_view) const { return false; }
    virtual void problem(std::string_view /*name*/, std::string /*message*/, std::string /*hint*/) {}
    /// Where the object (or a field of it) stands; reading only.
    virtual Place place(std::string_view /*name*/ = {}) const { return {}; }

    virtual void number(std::string_view name, NumberSlot slot, Limits limits, std::string_view text) = 0;
    virtual void boolean(std::string_view name, bool& value, std::string_view text) = 0;
    virtual void string(std::string_view name, std::string& value, std::string_view text) = 0;
    virtual void triple(std::string_view name, TripleSlot slot, TripleKind kind, Limits limits, std::string_view text) = 0;
    /// So many numbers, or none: a quaternion, a pair.
    virtual void tuple(std::string_view name, std::span<double> values, bool& isSet, Limits limits, std::string_view text) = 0;
    virtual void array(std::string_view name, ArraySlot slot, Limits limits, std::string_view text) = 0;
    virtual void oneOfNames(std::string_view name, std::span<const std::string_view> names, size_t current,
                            const std::function<void(size_t)>& set, std::string_view text) = 0;
    /// A name that stands for values of the fields that are named after it: those that are there count instead. `set` takes
    /// over the values. They are written as they are, not as the name.
    virtual void preset(std::string_view /*name*/, std::span<const PresetText> /*presets*/,
                        const std::function<void(size_t)>& /*set*/, std::string_view /*text*/) {}
    virtual void object(std::string_view name, const Body& body, Presence presence, std::string_view text) = 0;
    virtual void list(std::string_view name, const ListBody& body, std::string_view text) = 0;
    /// Keys of any name, one for each item of the scene; each is declared before any is read, so that they may refer to
    /// each other.
    virtual void textures(std::string_view name, std::string_view text) = 0;
    virtual void materials(std::string_view name, std::string_view text) = 0;
    virtual void media(std::string_view name, std::string_view text) = 0;
    virtual void prototypes(std::string_view name, std::string_view text) = 0;
    virtual void objects(std::string_view name, std::vector<uint32_t>& ids, std::string_view text) = 0;
    /// A name, or a value written in place; -1: none.
    virtual void reference(std::string_view name, RefKind kind, int32_t& index, std::string_view text) = 0;
    virtual void prototype(std::string_view name, uint32_t& index, std::string_view text) = 0;
    virtual void transform(std::string_view name, std::vector<TransformKey>& keys, std::string_view text) = 0;
    virtual void keyframes(std::string_view name, std::vector<TransformKey>& keys, std::string_view text) = 0;
    virtual void matrix(std::string_view name, std::optional<Affine64>& value, std::string_view text) = 0;
    virtual void faces(std::string_view name, std::vector<uint32_t>& indices, std::string_view text) = 0;

    /// A variant whose kind is told by the value of `key`; `initial` where the key is missing. `fields` names the fields
    /// of the kind it is called with, in the same object.
    virtual void tagged(std::string_view key, std::span<const std::string_view> names, size_t current, size_t initial,
                        const std::function<void(size_t)>& fields, std::string_view text) = 0;
    /// A variant whose kind is told by which of the keys is there: exactly one of them. `field` names that one field.
    virtual void oneKeyOf(std::span<const std::string_view> keys, size_t current,
                          const std::function<void(size_t)>& field) = 0;

    /// At most one of these may be there.
    virtual void exclusive(std::initializer_list<std::string_view> names) = 0;
    /// If the first is there, so must be one of the others.
    virtual void needs(std::string_view name, std::initializer_list<std::string_view> others) = 0;
    /// One of these must be there.
    virtual void required(std::initializer_list<std::string_view> names) = 0;

    // --- Conveniences

    void color(std::string_view name, TripleSlot slot, Limits limits, std::string_view text) {
        triple(name, slot, TripleKind::kColor, limits, text);
    }
    void point(std::string_view name, TripleSlot slot, std::string_view text) {
        triple(name, slot, TripleKind::kPoint, {-kLargest, kLargest, "m"}, text);
    }
    void direction(std::string_view name, TripleSlot slot, std::string_view text) {
        triple(name, slot, TripleKind::kDirection, {-kLargest, kLargest, ""}, text);
    }
    template <class E>
    void choice(std::string_view name, E& value, std::span<const std::string_view> names, std::string_view text) {
        oneOfNames(name, names, static_cast<size_t>(value), [&value](size_t i) { value = static_cast<E>(i); }, text);
    }
    template <class T>
    static Body bodyOf(T& value) {
        return {&Type<T>::info, [&value](Fields& f) { Type<T>::describe(f, value); },
                [](Fields& f) {
                    T fresh{};
                    Type<T>::describe(f, fresh);
                }};
    }
    template <class T>
    void nested(std::string_view name, T& value, std::string_view text) {
        object(name, bodyOf(value), Presence::kWhenFilled, text);
    }
    template <class T>
    void nested(std::string_view name, std::optional<T>& value, std::string_view text) {
        T body = value.value_or(T{});
        object(name, bodyOf(body), value ? Presence::kAlways : Presence::kNever, text);
        if (reading() && has(name)) value = body;
    }
    template <class T>
    void items(std::string_view name, std::vector<T>& values, std::string_view text) {
        list(name,
             {&Type<T>::info, values.size(), [&](Fields& f, size_t i) { Type<T>::describe(f, values[i]); },
              [&](Fields& f) {
                  values.emplace_back();
                  Type<T>::describe(f, values.back());
              },
              [](Fields& f) {
                  T fresh{};
                  Type<T>::describe(f, fresh);
              }},
             text);
    }
    /// A variant whose alternative is told by `key`, see tagged(); each alternative has a Type.
    template <class... T>
    void taggedVariant(std::string_view key, std::variant<T...>& value, std::span<const std::string_view> names,
                       std::string_view text) {
        tagged(key, names, value.index(), 0, [&](size_t i) { atIndex(value, i, [&](auto& v) {
            Type<std::decay_t<decltype(v)>>::describe(*this, v); }); }, text);
    }
    /// Sets the variant to its alternative i, unless it is that already, and calls f with it.
    template <class F, class... T>
    static void atIndex(std::variant<T...>& value, size_t i, F f) {
        size_t k = 0;
        (void)((k++ == i ? (std::holds_alternative<T>(value) ? void() : void(value.template emplace<T>()),
                            f(std::get<T>(value)), true)
                         : false) ||
               ...);
    }

protected:
    NativeDesc& scene_;
};

}  // namespace raypool
