#!/usr/bin/env python3
"""Turns the neutral description of a reference picture's scene (parameters.json) into a scene of Raypool's own format.

  reference.py FOLDER SCENE.json              files are named relative to SCENE.json
  reference.py --single-scattering SCENE.json  the materials of a native scene get the microfacets of the pictures' renderer

Exit code 2: the description has something that this program or the renderer can't do; it names the place."""
import json
import math
import os
import sys


class Unknown(Exception):
    """Something in the description that is not understood, with its JSON pointer."""

    def __init__(self, pointer, message):
        super().__init__(f"{pointer or '/'}: {message}")


class Node:
    """An object of the description that notes which of its fields have been used: what nobody asked for is an error."""

    # About the other renderer, or for people.
    REMARKS = {"name", "description", "comment", "comparability", "note", "source", "conventions", "reference", "png_exposure"}

    def __init__(self, value, pointer):
        if not isinstance(value, dict):
            raise Unknown(pointer, f"an object is expected, not {json.dumps(value)[:60]}")
        self.value, self.pointer, self.used = value, pointer, set()

    def at(self, key):
        return f"{self.pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"

    def has(self, *keys):
        return all(key in self.value for key in keys)

    def get(self, key, default=None, required=False):
        self.used.add(key)
        if key not in self.value:
            if required:
                raise Unknown(self.at(key), "is missing")
            return default
        return self.value[key]

    def number(self, key, default=None):
        value = self.get(key, default, default is None)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise Unknown(self.at(key), f"a number is expected, not {json.dumps(value)[:60]}")
        return value

    def vector(self, key, default=None):
        value = self.get(key, default, default is None)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return [value] * 3
        return numbers(value, 3, self.at(key))

    def choice(self, key, known, default=None):
        value = self.get(key, default, default is None)
        if value not in known:
            raise Unknown(self.at(key), f"{json.dumps(value)} is not known; known: {', '.join(known)}")
        return value

    def node(self, key):
        return Node(self.get(key, {}, False), self.at(key))

    def ignore(self, *keys):
        self.used.update(keys)

    def finish(self):
        for key in self.value:
            if key not in self.used and key not in self.REMARKS and not key.startswith("cycles"):
                raise Unknown(self.at(key), "is not known")


def numbers(value, count, pointer):
    if not isinstance(value, list) or len(value) != count or not all(
            isinstance(v, (int, float)) and not isinstance(v, bool) and math.isfinite(v) for v in value):
        raise Unknown(pointer, f"{count} numbers are expected")
    return value


def matrix(value, pointer):
    if not isinstance(value, list) or len(value) != 4:
        raise Unknown(pointer, "four rows of four numbers are expected")
    return [numbers(row, 4, f"{pointer}/{i}") for i, row in enumerate(value)]


def sub(a, b):
    return [x - y for x, y in zip(a, b)]


def cross(a, b):
    return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def triangulate(face, vertices):
    """A planar polygon: a fan where that is right, else ears are cut off, as its corners that turn inward demand."""
    if len(face) <= 3:
        return [face]
    corners = [vertices[i] for i in face]
    normal = [0.0, 0.0, 0.0]   # Newell's
    for a, b in zip(corners, corners[1:] + corners[:1]):
        normal = [n + c for n, c in zip(normal, cross(a, b))]

    def turn(a, b, c):
        return dot(cross(sub(vertices[b], vertices[a]), sub(vertices[c], vertices[b])), normal)

    n = len(face)
    if all(turn(face[i - 1], face[i], face[(i + 1) % n]) >= 0 for i in range(n)):
        return [face]   # convex
    rest, out = list(face), []
    while len(rest) > 3:
        for i in range(len(rest)):
            a, b, c = rest[i - 1], rest[i], rest[(i + 1) % len(rest)]
            inside = lambda p: turn(a, b, p) >= 0 and turn(b, c, p) >= 0 and turn(c, a, p) >= 0
            if turn(a, b, c) > 0 and not any(inside(p) for p in rest if p not in (a, b, c)):
                out.append([a, b, c])
                del rest[i]
                break
        else:
            raise ValueError("a polygon crosses itself")
    return out + [rest]


class Converter:
    def __init__(self, folder, scene_folder):
        self.folder, self.scene_folder = folder, scene_folder
        self.materials, self.media, self.interiors = {}, {}, {}
        self.moving = False

    def path(self, node, key):
        name = node.get(key, required=True)
        path = os.path.join(self.folder, name)
        if not os.path.isfile(path):
            raise Unknown(node.at(key), f"there is no file {path}")
        return os.path.relpath(path, self.scene_folder)

    def convert(self, description):
        root = Node(description, "")
        film = root.node("film")
        integrator = root.node("integrator")
        integrator.ignore("type")
        scene = {"raypool": 1}
        scene["render"] = {
            "width": film.number("width"), "height": film.number("height"), "integrator": "path",
            "filter": {"type": "box", "radius": 0.5},
            "max_depth": min(4096, integrator.number("max_bounces", 1024)),
            "rr_depth": min(4096, integrator.number("min_bounces_rr", 8)),
        }
        film.finish()
        integrator.finish()
        scene["camera"] = self.camera(root.node("camera"), root)
        scene["environment"] = self.environment(root.node("environment"), scene)
        self.read_media(root, scene)
        self.read_materials(root.node("materials"))
        shapes = root.get("shapes", [])
        if not isinstance(shapes, list):
            raise Unknown("/shapes", "an array is expected")
        scene["objects"] = [self.shape(Node(shape, f"/shapes/{i}")) for i, shape in enumerate(shapes)]
        if root.has("model"):
            scene["objects"].append(self.model(root.node("model")))
        if self.media:
            scene["media"] = self.media
        scene["materials"] = self.materials
        root.finish()
        return scene

    # --- Camera ---

    def camera(self, camera, root):
        kind = camera.choice("type", ("pinhole", "perspective", "thinlens"))
        out = {"type": "perspective", "xfov": camera.number("hfov_deg")}
        if camera.has("camera_to_world"):
            out["transform"] = {"matrix": matrix(camera.get("camera_to_world"), camera.at("camera_to_world"))}
            camera.ignore("position", "look_at", "up")
        else:
            out.update(position=camera.vector("position"), look_at=camera.vector("look_at"), up=camera.vector("up", [0, 1, 0]))
        camera.ignore("vfov_deg")
        if kind == "thinlens":
            out.update(lens_radius=camera.number("lens_radius"), focus_distance=camera.number("focus_distance"))
        camera.finish()
        if root.has("motion_blur"):
            motion = root.node("motion_blur")
            out["shutter"] = [motion.number("shutter_open", 0), motion.number("shutter_close", 1)]
            motion.choice("shutter_function", ("box",), "box")
            motion.finish()
        return out

    # --- Surroundings ---

    def environment(self, environment, scene):
        kind = environment.choice("type", ("none", "constant", "equirect"), "none")
        out = {"type": "none"}
        if kind == "constant":
            out = {"type": "constant", "color": environment.vector("radiance"), "intensity": environment.number("scale", 1)}
        elif kind == "equirect":
            out = {"type": "image", "path": self.path(environment, "file"), "intensity": environment.number("scale", 1)}
            for key in ("rotation_deg", "rotation_y_deg", "rotation"):
                if environment.has(key):
                    out["rotation"] = environment.number(key)
        if environment.has("medium"):
            scene["medium"] = environment.get("medium")
        environment.finish()
        return out

    def medium(self, medium):
        out = {"absorption": medium.vector("sigma_a", [0, 0, 0]), "scattering": medium.vector("sigma_s", [0, 0, 0]),
               "anisotropy": medium.number("g", 0)}
        medium.choice("phase", ("henyey_greenstein", "hg", "isotropic"), "hg")
        medium.finish()
        return out

    def read_media(self, root, scene):
        media = root.node("media")
        for name in media.value:
            self.media[name] = self.medium(media.node(name))
        for key in ("global_medium", "medium"):   # what fills all of the space: a name, or a medium
            if root.has(key) and root.get(key) is not None:
                value = root.get(key)
                scene["medium"] = self.medium_name(value, root.at(key)) if isinstance(value, str) else self.medium(root.node(key))
        if isinstance(scene.get("medium"), str):
            self.medium_name(scene["medium"], "/environment/medium")

    def medium_name(self, name, pointer):
        if name not in self.media:
            raise Unknown(pointer, f"there is no medium {json.dumps(name)}")
        return name

    # --- Materials ---

    def read_materials(self, materials):
        for name in materials.value:
            node = materials.node(name)
            self.materials[name] = self.material(node)
            interior = node.get("interior_medium")
            if interior is not None:
                self.interiors[name] = self.medium_name(interior, node.at("interior_medium"))
            node.finish()

    def material(self, node):
        bsdf = node.choice("bsdf", ("lambert", "mirror", "ggx_reflection", "ggx_dielectric", "dielectric_smooth", "emitter", "null"))
        if bsdf == "lambert":
            return {"type": "diffuse", "color": node.vector("albedo")}
        if bsdf == "emitter":   # reflects nothing
            return {"type": "diffuse", "color": [0, 0, 0], "emission_color": node.vector("radiance"), "emission_luminance": 1,
                    "emission_two_sided": node.choice("side", ("front", "both"), "front") == "both"}
        if bsdf == "mirror":
            return {"type": "conductor", "reflectance": node.vector("reflectance", [1, 1, 1]), "alpha": 0}
        if bsdf == "dielectric_smooth":
            return {"type": "dielectric", "ior": node.number("ior"), "alpha": 0}
        if bsdf == "null":
            return {"type": "interface"}
        # Separable Smith and one bounce among the microfacets, as in the renderer of the references.
        switches = {"alpha": node.number("alpha"), "masking": "separable", "multiple_scattering": False}
        if bsdf == "ggx_reflection":
            return {"type": "conductor", "reflectance": node.vector("reflectance", [1, 1, 1]), **switches}
        return {"type": "dielectric", "ior": node.number("ior"), "fresnel": "shading_normal", **switches}

    # --- Shapes ---

    def shape(self, node):
        kind = node.choice("type", ("sphere", "polygons", "obj", "mesh", "rect", "rectangle", "disk"))
        out = {"name": str(node.get("name", kind))}
        build = {"sphere": self.sphere, "disk": self.disk, "rect": self.rectangle, "rectangle": self.rectangle,
                 "polygons": self.polygons, "obj": self.mesh, "mesh": self.mesh}[kind]
        out.update(build(node))
        material = node.get("material", required=True)
        if material not in self.materials:
            raise Unknown(node.at("material"), f"there is no material {json.dumps(material)}")
        out["material"] = material
        medium = node.get("interior_medium")
        medium = self.interiors.get(material) if medium is None else self.medium_name(medium, node.at("interior_medium"))
        if medium is not None:
            out["medium"] = medium
        self.pose(node, out)
        node.finish()
        return out

    def model(self, model):
        """A glTF file as it is: metres, y up. Where it stands is said in words, and only one place is known."""
        out = {"model": {"file": self.path(model, "file")}}
        placement = str(model.get("placement", "identity"))
        if not placement.startswith("identity"):
            raise Unknown(model.at("placement"), f"{json.dumps(placement)} is not known; known: identity")
        model.finish()
        return out

    def pose(self, node, out):
        """A matrix, or a motion from time 0 to time 1: of the centre, or from matrix to matrix."""
        first = {"matrix": matrix(node.get("transform"), node.at("transform"))} if node.has("transform") else None
        if node.has("center_end"):
            way = sub(node.vector("center_end"), node.vector("center"))
            steps = lambda t: [{"translate": [t * w for w in way]}] + ([first] if first else [])
            out["keyframes"] = [{"time": 0, "transform": steps(0)}, {"time": 1, "transform": steps(1)}]
        elif node.has("transform_end"):
            last = {"matrix": matrix(node.get("transform_end"), node.at("transform_end"))}
            identity = {"matrix": [[float(i == j) for j in range(4)] for i in range(4)]}
            out["keyframes"] = [{"time": 0, "transform": first or identity}, {"time": 1, "transform": last}]
        elif first:
            out["transform"] = first

    def sphere(self, node):
        return {"sphere": {"center": node.vector("center", [0, 0, 0]), "radius": node.number("radius", 1)}}

    def disk(self, node):
        return {"disk": {"center": node.vector("center", [0, 0, 0]), "normal": node.vector("normal"), "radius": node.number("radius", 1)}}

    def rectangle(self, node):
        """A corner and two edges, whose vector product is the front; or a centre, its normal and lengths."""
        for corner, u, v in (("corner", "edge_u", "edge_v"), ("corner", "u", "v"), ("origin", "edge_u", "edge_v"), ("origin", "u", "v")):
            if node.has(corner, u, v):
                p, a, b = node.vector(corner), node.vector(u), node.vector(v)
                add = lambda x, y: [i + j for i, j in zip(x, y)]
                return {"mesh": {"positions": [p, add(p, a), add(add(p, a), b), add(p, b)], "faces": [[0, 1, 2, 3]]}}
        return {"rectangle": {"center": node.vector("center", [0, 0, 0]), "normal": node.vector("normal", [0, 0, 1]),
                              "width": node.number("width"), "height": node.number("height")}}

    def polygons(self, node):
        vertices = node.get("vertices", required=True)
        faces = node.get("faces", required=True)
        vertices = [numbers(v, 3, f"{node.at('vertices')}/{i}") for i, v in enumerate(vertices)]
        out = []
        for i, face in enumerate(faces):
            if len(face) < 3 or not all(isinstance(v, int) and 0 <= v < len(vertices) for v in face):
                raise Unknown(f"{node.at('faces')}/{i}", "three or more vertices by their number are expected")
            try:
                out += triangulate(face, vertices)
            except ValueError as problem:
                raise Unknown(f"{node.at('faces')}/{i}", str(problem)) from None
        return {"mesh": {"positions": vertices, "faces": out, "flat": True}}

    def mesh(self, node):
        flat = node.choice("shading", ("flat", "smooth"), "flat") == "flat"
        if node.has("vertices"):
            out = self.polygons(node)
            if node.has("normals"):
                out["mesh"].update(normals=node.get("normals"), flat=flat)
            return out
        return {"mesh": {"file": self.path(node, "file"), "flat": flat}}


def single_scattering(scene):
    """Microfacets of Cycles 3, in which glTF's materials don't keep the light that is scattered more than once."""
    for material in scene.get("materials", {}).values():
        if material.get("type", "openpbr") in ("openpbr", "conductor", "dielectric"):
            material.update(masking="separable", multiple_scattering=False)
    return scene


def write(scene, scene_path):
    with open(scene_path, "w", encoding="utf-8") as file:
        json.dump(scene, file, indent=1)
        file.write("\n")


def main():
    if sys.argv[1] == "--single-scattering":
        with open(sys.argv[2], encoding="utf-8") as file:
            scene = single_scattering(json.load(file))
        write(scene, sys.argv[2])
        return
    folder, scene_path = sys.argv[1:3]
    path = os.path.join(folder, "parameters.json")
    try:
        with open(path, encoding="utf-8") as file:
            description = json.load(file)
        scene = Converter(folder, os.path.dirname(os.path.abspath(scene_path))).convert(description)
    except (OSError, ValueError) as problem:
        sys.exit(f"{path}: {problem}")
    except Unknown as problem:
        print(f"{path}: {problem}", file=sys.stderr)
        sys.exit(2)
    write(scene, scene_path)


if __name__ == "__main__":
    main()
