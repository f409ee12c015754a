function program() {/* Generated from src/ by build.mjs. What runs this text: src/bundle/start.ts
(function (module, exports, require, __filename) {
"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// src/errors.ts
function describeError(error) {
  return error instanceof Error ? error.message : String(error);
}
function errorCode(error) {
  const code = error == null ? void 0 : error.code;
  return typeof code === "string" ? code : void 0;
}
function quoteOdd(text) {
  return /^[^\p{C}\p{Z}"]+( [^\p{C}\p{Z}"]+)*$/u.test(text) ? text : JSON.stringify(text).replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => {
      var _a;
      return `\\u{${(_a = character.codePointAt(0)) == null ? void 0 : _a.toString(16)}}`;
    }
  );
}
var UserError, OptionError, NotCachedError, OutageError;
var init_errors = __esm({
  "src/errors.ts"() {
    "use strict";
    UserError = class extends Error {
      constructor(message, hint, cause) {
        super(message);
        this.hint = hint;
        this.cause = cause;
        this.exitStatus = 1;
        this.name = new.target.name;
      }
    };
    OptionError = class extends UserError {
      constructor() {
        super(...arguments);
        this.exitStatus = 2;
      }
    };
    NotCachedError = class extends UserError {
      constructor() {
        super(...arguments);
        this.exitStatus = 3;
      }
    };
    OutageError = class extends UserError {
    };
  }
});

// src/settings/option-table.ts
function defineOptions(table) {
  return table;
}
var optionTable, optionNames;
var init_option_table = __esm({
  "src/settings/option-table.ts"() {
    "use strict";
    optionTable = defineOptions({
      dockerfile: { type: "text", standard: "Dockerfile", description: "path of the Dockerfile" },
      "dockerfile-inline": {
        type: "text",
        description: "text of the Dockerfile, instead of a file"
      },
      context: {
        type: "text",
        standard: "the Dockerfile's folder, or . if it is inline",
        description: "folder that docker builds in"
      },
      target: { type: "text", description: "stage of the Dockerfile to build" },
      platform: {
        type: "text",
        standard: "DOCKER_DEFAULT_PLATFORM, else the agent's",
        description: "platform to build for, part of the key, such as linux/arm64"
      },
      "build-args": {
        type: "list",
        description: "NAME=value, or NAME to take the value from the environment"
      },
      "additional-build-args": {
        type: "words",
        description: "more arguments for docker build; a string is split as a shell would, nothing is expanded"
      },
      secrets: {
        type: "list",
        description: "NAME of an environment variable, or a full --secret value (id=\u2026, type=\u2026)"
      },
      "cache-on": {
        type: "list",
        description: "files, folders, globs (** for any depth, ! to exclude) and file.json#.path to key on"
      },
      "cache-on-copied": {
        type: "switch",
        default: false,
        description: "also key on every file that the Dockerfile copies for this target"
      },
      "cache-on-base-images": {
        type: "switch",
        default: false,
        description: "also key on the digests of the images that it builds on"
      },
      "cache-on-missing": {
        type: "choice",
        values: ["fail", "warn"],
        default: "fail",
        description: "what a cache-on entry means that matches nothing or can't be read"
      },
      "cache-version": { type: "text", description: "change it to change the key" },
      "skip-pull-from-cache": {
        type: "switch",
        default: false,
        description: "only make sure that the image is in the registry, do not pull it"
      },
      "require-cached": {
        type: "switch",
        default: false,
        description: "fail with status 3 where the image is not cached, never build"
      },
      push: {
        type: "switch",
        default: true,
        description: "false: never write to the registry; what had to be built is for this step only"
      },
      "latest-tag": {
        type: "text-or-off",
        default: "latest",
        description: "tag that follows the repository's newest image, for people; false for none"
      },
      "layer-cache": {
        type: "choice",
        values: ["engine", "none", "inline", "registry"],
        default: "engine",
        description: "what a build may reuse: the engine's layers, nothing, those of the newest image with the same Dockerfile, target and platform, or a cache image"
      },
      "export-env-variable": {
        type: "text",
        standard: "BUILDKITE_PLUGIN_DOCKER_IMAGE",
        description: "variable that receives repository:tag"
      },
      "on-registry-error": {
        type: "choice",
        values: ["build", "fail"],
        default: "build",
        description: "what an outage of the registry means: build without it, or fail"
      },
      "registry-provider": {
        type: "choice",
        values: ["ecr", "gcr", "oci", "local"],
        default: "ecr",
        description: "where images are kept: Amazon ECR, Google, any registry, or only the docker engine at hand"
      },
      "ecr-name": {
        type: "text",
        standard: "build-cache/ORGANIZATION/PIPELINE (their slugs)",
        description: "repository of the images"
      },
      region: {
        provider: "ecr",
        type: "text",
        standard: "AWS_REGION, AWS_DEFAULT_REGION, the profile's region, eu-west-1",
        description: "AWS region of the registry"
      },
      "registry-id": {
        provider: "ecr",
        type: "text",
        standard: "the caller's account",
        description: "AWS account that owns the registry"
      },
      "ecr-tags": { provider: "ecr", type: "map", description: "resource tags of the repository" },
      "max-age-days": {
        provider: "ecr",
        type: "count",
        minimum: 1,
        default: 7,
        description: "lifecycle policy: images expire this many days after their push"
      },
      "ecr-create": {
        provider: "ecr",
        type: "switch",
        default: true,
        description: "make the repository when it is missing"
      },
      "ecr-immutable-tags": {
        provider: "ecr",
        type: "switch",
        default: false,
        description: "make the tags of the repository immutable, except those that have to move"
      },
      "ecr-kms-key": {
        provider: "ecr",
        type: "text",
        description: "KMS key that a new repository is encrypted with"
      },
      registry: {
        provider: "oci",
        type: "text",
        description: "with oci: host[:port][/path] of the registry, which docker is logged in to"
      },
      "gcp-project": { provider: "gcr", type: "text", description: "with gcr: project that owns the registry" },
      "registry-hostname": {
        provider: "gcr",
        type: "text",
        standard: "gcr.io",
        description: "with gcr: host of the registry"
      }
    });
    optionNames = Object.keys(optionTable);
  }
});

// node_modules/minimist/index.js
var require_minimist = __commonJS({
  "node_modules/minimist/index.js"(exports2, module2) {
    "use strict";
    function hasKey(obj, keys) {
      var o = obj;
      keys.slice(0, -1).forEach(function(key2) {
        o = o[key2] || {};
      });
      var key = keys[keys.length - 1];
      return key in o;
    }
    function isNumber(x) {
      if (typeof x === "number") {
        return true;
      }
      if (/^0x[0-9a-f]+$/i.test(x)) {
        return true;
      }
      return /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(e[-+]?\d+)?$/.test(x);
    }
    function isConstructorOrProto(obj, key) {
      return key === "constructor" && typeof obj[key] === "function" || key === "__proto__";
    }
    module2.exports = function(args, opts) {
      if (!opts) {
        opts = {};
      }
      var flags = {
        bools: {},
        strings: {},
        unknownFn: null
      };
      if (typeof opts.unknown === "function") {
        flags.unknownFn = opts.unknown;
      }
      if (typeof opts.boolean === "boolean" && opts.boolean) {
        flags.allBools = true;
      } else {
        [].concat(opts.boolean).filter(Boolean).forEach(function(key2) {
          flags.bools[key2] = true;
        });
      }
      var aliases = {};
      function aliasIsBoolean(key2) {
        return aliases[key2].some(function(x) {
          return flags.bools[x];
        });
      }
      Object.keys(opts.alias || {}).forEach(function(key2) {
        aliases[key2] = [].concat(opts.alias[key2]);
        aliases[key2].forEach(function(x) {
          aliases[x] = [key2].concat(aliases[key2].filter(function(y) {
            return x !== y;
          }));
        });
      });
      [].concat(opts.string).filter(Boolean).forEach(function(key2) {
        flags.strings[key2] = true;
        if (aliases[key2]) {
          [].concat(aliases[key2]).forEach(function(k) {
            flags.strings[k] = true;
          });
        }
      });
      var defaults = opts.default || {};
      var argv = { _: [] };
      function argDefined(key2, arg2) {
        return flags.allBools && /^--[^=]+$/.test(arg2) || flags.strings[key2] || flags.bools[key2] || aliases[key2];
      }
      function setKey(obj, keys, value2) {
        var o = obj;
        for (var i2 = 0; i2 < keys.length - 1; i2++) {
          var key2 = keys[i2];
          if (isConstructorOrProto(o, key2)) {
            return;
          }
          if (o[key2] === void 0) {
            o[key2] = {};
          }
          if (o[key2] === Object.prototype || o[key2] === Number.prototype || o[key2] === String.prototype) {
            o[key2] = {};
          }
          if (o[key2] === Array.prototype) {
            o[key2] = [];
          }
          o = o[key2];
        }
        var lastKey = keys[keys.length - 1];
        if (isConstructorOrProto(o, lastKey)) {
          return;
        }
        if (o === Object.prototype || o === Number.prototype || o === String.prototype) {
          o = {};
        }
        if (o === Array.prototype) {
          o = [];
        }
        if (o[lastKey] === void 0 || flags.bools[lastKey] || typeof o[lastKey] === "boolean") {
          o[lastKey] = value2;
        } else if (Array.isArray(o[lastKey])) {
          o[lastKey].push(value2);
        } else {
          o[lastKey] = [o[lastKey], value2];
        }
      }
      function setArg(key2, val, arg2) {
        if (arg2 && flags.unknownFn && !argDefined(key2, arg2)) {
          if (flags.unknownFn(arg2) === false) {
            return;
          }
        }
        var value2 = !flags.strings[key2] && isNumber(val) ? Number(val) : val;
        setKey(argv, key2.split("."), value2);
        (aliases[key2] || []).forEach(function(x) {
          setKey(argv, x.split("."), value2);
        });
      }
      Object.keys(flags.bools).forEach(function(key2) {
        setArg(key2, defaults[key2] === void 0 ? false : defaults[key2]);
      });
      var notFlags = [];
      if (args.indexOf("--") !== -1) {
        notFlags = args.slice(args.indexOf("--") + 1);
        args = args.slice(0, args.indexOf("--"));
      }
      for (var i = 0; i < args.length; i++) {
        var arg = args[i];
        var key;
        var next;
        if (/^--.+=/.test(arg)) {
          var m = arg.match(/^--([^=]+)=([\s\S]*)$/);
          key = m[1];
          var value = m[2];
          if (flags.bools[key]) {
            value = value !== "false";
          }
          setArg(key, value, arg);
        } else if (/^--no-.+/.test(arg)) {
          key = arg.match(/^--no-(.+)/)[1];
          setArg(key, false, arg);
        } else if (/^--.+/.test(arg)) {
          key = arg.match(/^--(.+)/)[1];
          next = args[i + 1];
          if (next !== void 0 && !/^(-|--)[^-]/.test(next) && !flags.bools[key] && !flags.allBools && (aliases[key] ? !aliasIsBoolean(key) : true)) {
            setArg(key, next, arg);
            i += 1;
          } else if (/^(true|false)$/.test(next)) {
            setArg(key, next === "true", arg);
            i += 1;
          } else {
            setArg(key, flags.strings[key] ? "" : true, arg);
          }
        } else if (/^-[^-]+/.test(arg)) {
          var letters = arg.slice(1, -1).split("");
          var broken = false;
          for (var j = 0; j < letters.length; j++) {
            next = arg.slice(j + 2);
            if (next === "-") {
              setArg(letters[j], next, arg);
              continue;
            }
            if (/[A-Za-z]/.test(letters[j]) && next[0] === "=") {
              setArg(letters[j], next.slice(1), arg);
              broken = true;
              break;
            }
            if (/[A-Za-z]/.test(letters[j]) && /-?\d+(\.\d*)?(e-?\d+)?$/.test(next)) {
              setArg(letters[j], next, arg);
              broken = true;
              break;
            }
            if (letters[j + 1] && letters[j + 1].match(/\W/)) {
              setArg(letters[j], arg.slice(j + 2), arg);
              broken = true;
              break;
            } else {
              setArg(letters[j], flags.strings[letters[j]] ? "" : true, arg);
            }
          }
          key = arg.slice(-1)[0];
          if (!broken && key !== "-") {
            if (args[i + 1] && !/^(-|--)[^-]/.test(args[i + 1]) && !flags.bools[key] && (aliases[key] ? !aliasIsBoolean(key) : true)) {
              setArg(key, args[i + 1], arg);
              i += 1;
            } else if (args[i + 1] && /^(true|false)$/.test(args[i + 1])) {
              setArg(key, args[i + 1] === "true", arg);
              i += 1;
            } else {
              setArg(key, flags.strings[key] ? "" : true, arg);
            }
          }
        } else {
          if (!flags.unknownFn || flags.unknownFn(arg) !== false) {
            argv._.push(flags.strings._ || !isNumber(arg) ? arg : Number(arg));
          }
          if (opts.stopEarly) {
            argv._.push.apply(argv._, args.slice(i + 1));
            break;
          }
        }
      }
      Object.keys(defaults).forEach(function(k) {
        if (!hasKey(argv, k.split("."))) {
          setKey(argv, k.split("."), defaults[k]);
          (aliases[k] || []).forEach(function(x) {
            setKey(argv, x.split("."), defaults[k]);
          });
        }
      });
      if (opts["--"]) {
        argv["--"] = notFlags.slice();
      } else {
        notFlags.forEach(function(k) {
          argv._.push(k);
        });
      }
      return argv;
    };
  }
});

// node_modules/fastest-levenshtein/esm/mod.js
var peq, myers_32, myers_x, distance, closest;
var init_mod = __esm({
  "node_modules/fastest-levenshtein/esm/mod.js"() {
    peq = new Uint32Array(65536);
    myers_32 = (a, b) => {
      const n = a.length;
      const m = b.length;
      const lst = 1 << n - 1;
      let pv = -1;
      let mv = 0;
      let sc = n;
      let i = n;
      while (i--) {
        peq[a.charCodeAt(i)] |= 1 << i;
      }
      for (i = 0; i < m; i++) {
        let eq = peq[b.charCodeAt(i)];
        const xv = eq | mv;
        eq |= (eq & pv) + pv ^ pv;
        mv |= ~(eq | pv);
        pv &= eq;
        if (mv & lst) {
          sc++;
        }
        if (pv & lst) {
          sc--;
        }
        mv = mv << 1 | 1;
        pv = pv << 1 | ~(xv | mv);
        mv &= xv;
      }
      i = n;
      while (i--) {
        peq[a.charCodeAt(i)] = 0;
      }
      return sc;
    };
    myers_x = (b, a) => {
      const n = a.length;
      const m = b.length;
      const mhc = [];
      const phc = [];
      const hsize = Math.ceil(n / 32);
      const vsize = Math.ceil(m / 32);
      for (let i = 0; i < hsize; i++) {
        phc[i] = -1;
        mhc[i] = 0;
      }
      let j = 0;
      for (; j < vsize - 1; j++) {
        let mv2 = 0;
        let pv2 = -1;
        const start2 = j * 32;
        const vlen2 = Math.min(32, m) + start2;
        for (let k = start2; k < vlen2; k++) {
          peq[b.charCodeAt(k)] |= 1 << k;
        }
        for (let i = 0; i < n; i++) {
          const eq = peq[a.charCodeAt(i)];
          const pb = phc[i / 32 | 0] >>> i & 1;
          const mb = mhc[i / 32 | 0] >>> i & 1;
          const xv = eq | mv2;
          const xh = ((eq | mb) & pv2) + pv2 ^ pv2 | eq | mb;
          let ph = mv2 | ~(xh | pv2);
          let mh = pv2 & xh;
          if (ph >>> 31 ^ pb) {
            phc[i / 32 | 0] ^= 1 << i;
          }
          if (mh >>> 31 ^ mb) {
            mhc[i / 32 | 0] ^= 1 << i;
          }
          ph = ph << 1 | pb;
          mh = mh << 1 | mb;
          pv2 = mh | ~(xv | ph);
          mv2 = ph & xv;
        }
        for (let k = start2; k < vlen2; k++) {
          peq[b.charCodeAt(k)] = 0;
        }
      }
      let mv = 0;
      let pv = -1;
      const start = j * 32;
      const vlen = Math.min(32, m - start) + start;
      for (let k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] |= 1 << k;
      }
      let score = m;
      for (let i = 0; i < n; i++) {
        const eq = peq[a.charCodeAt(i)];
        const pb = phc[i / 32 | 0] >>> i & 1;
        const mb = mhc[i / 32 | 0] >>> i & 1;
        const xv = eq | mv;
        const xh = ((eq | mb) & pv) + pv ^ pv | eq | mb;
        let ph = mv | ~(xh | pv);
        let mh = pv & xh;
        score += ph >>> m - 1 & 1;
        score -= mh >>> m - 1 & 1;
        if (ph >>> 31 ^ pb) {
          phc[i / 32 | 0] ^= 1 << i;
        }
        if (mh >>> 31 ^ mb) {
          mhc[i / 32 | 0] ^= 1 << i;
        }
        ph = ph << 1 | pb;
        mh = mh << 1 | mb;
        pv = mh | ~(xv | ph);
        mv = ph & xv;
      }
      for (let k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] = 0;
      }
      return score;
    };
    distance = (a, b) => {
      if (a.length < b.length) {
        const tmp = b;
        b = a;
        a = tmp;
      }
      if (b.length === 0) {
        return a.length;
      }
      if (a.length <= 32) {
        return myers_32(a, b);
      }
      return myers_x(a, b);
    };
    closest = (str, arr) => {
      let min_distance = Infinity;
      let min_index = 0;
      for (let i = 0; i < arr.length; i++) {
        const dist = distance(str, arr[i]);
        if (dist < min_distance) {
          min_distance = dist;
          min_index = i;
        }
      }
      return arr[min_index];
    };
  }
});

// src/settings/shell-words.ts
function splitShellWords(text) {
  const words = [];
  let word;
  const piece = /\s+|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|[^\s'"\\]+/sy;
  while (piece.lastIndex < text.length) {
    const match = piece.exec(text);
    if (match === null) return void 0;
    const [whole, single, double, escaped] = match;
    if (/^\s/.test(whole)) {
      if (word !== void 0) words.push(word);
      word = void 0;
    } else {
      word = (word ?? "") + (single ?? unescapeDoubleQuoted(double) ?? unescapeBare(escaped) ?? whole);
    }
  }
  if (word !== void 0) words.push(word);
  return words;
}
function unescapeDoubleQuoted(text) {
  return text == null ? void 0 : text.replace(/\\([$`"\\]|\n)/g, (_, character) => character === "\n" ? "" : character);
}
function unescapeBare(character) {
  return character === "\n" ? "" : character;
}
var init_shell_words = __esm({
  "src/settings/shell-words.ts"() {
    "use strict";
  }
});

// src/settings/option-values.ts
function parseOptionValues(raw) {
  const values = {};
  for (const name of optionNames) {
    const given = raw.get(name);
    values[name] = parseValue(optionTable[name], given && { ...given, isHidden: isSecret(name) });
  }
  return values;
}
function isSecret(name) {
  return name === "secrets" || name === "build-args";
}
function findNearestName(name, known) {
  const nearest = closest(name, known);
  return distance(name, nearest) <= Math.max(2, Math.floor(nearest.length / 3)) ? nearest : void 0;
}
function parseValue(definition, given) {
  const option = given === void 0 || given.value === null || given.value === "" ? void 0 : given;
  switch (definition.type) {
    case "text":
      return option && parseText(option, "a string");
    case "list":
      return option ? parseList(option) : [];
    case "words":
      if (option === void 0) return [];
      return typeof option.value === "string" ? parseWords(option, option.value) : parseList(option);
    case "switch":
      return option ? parseSwitch(option) : definition.default;
    case "count":
      return option ? parseCount(option, definition.minimum) : definition.default;
    case "choice":
      return option ? parseChoice(option, definition.values) : definition.default;
    case "map":
      return option ? parseMap(option) : /* @__PURE__ *~ new Map();
    case "text-or-off":
      if (option === void 0) return definition.default;
      return option.value === false || option.value === "false" ? false : parseText(option, "a string or false");
  }
}
function parseText(option, accepted) {
  const text = asText(option.value);
  if (text === void 0) {
    const isNumber = typeof option.value === "number";
    throw wrongValue(option, accepted, isNumber ? "Put the number in quotes." : void 0);
  }
  if (text.includes("\0")) throw wrongValue(option, `${accepted} without a NUL character`);
  return text;
}
function parseList(option) {
  const items = Array.isArray(option.value) ? option.value : [option.value];
  return items.map((item) => parseText({ ...option, value: item }, "a string or a list of strings"));
}
function parseWords(option, text) {
  const words = splitShellWords(parseText(option, "a string"));
  if (words === void 0) {
    throw new OptionError(
      `${option.writtenAs}: ${JSON.stringify(text)} ends inside a quotation or in a backslash`,
      "Close the quotation, or give the option as a list with one argument an entry."
    );
  }
  return words;
}
function parseSwitch(option) {
  if (option.value === true || option.value === "true") return true;
  if (option.value === false || option.value === "false") return false;
  throw wrongValue(option, "true or false");
}
function parseCount(option, minimum) {
  const { value } = option;
  const count = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof count !== "number" || !Number.isSafeInteger(count) || count < minimum) {
    throw wrongValue(option, `a whole number, ${minimum} or more`);
  }
  return count;
}
function parseChoice(option, values) {
  const text = asText(option.value);
  if (text !== void 0 && values.includes(text)) return text;
  const nearest = text === void 0 ? void 0 : findNearestName(text, values);
  const accepted = `${values.slice(0, -1).join(", ")} or ${values[values.length - 1]}`;
  throw wrongValue(option, accepted, nearest && `Did you mean ${nearest}?`);
}
function parseMap(option) {
  const { value } = option;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongValue(option, "names with values");
  }
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    typeof item === "boolean" ? String(item) : parseText({ writtenAs: `${option.writtenAs}: ${key}`, value: item }, "a string")
  ]);
  return new Map(entries);
}
function asText(value) {
  if (typeof value === "string") return value;
  return Number.isSafeInteger(value) ? String(value) : void 0;
}
function wrongValue(option, accepted, hint) {
  const value = option.isHidden ? "a value that is not shown" : JSON.stringify(option.value);
  return new OptionError(`${option.writtenAs}: ${value} is not accepted; it must be ${accepted}`, hint);
}
var init_option_values = __esm({
  "src/settings/option-values.ts"() {
    "use strict";
    init_mod();
    init_errors();
    init_option_table();
    init_shell_words();
  }
});

// src/settings/environment.ts
function findVariable(env2, ...names) {
  for (const name of names) {
    const value = env2[name];
    if (value !== void 0 && value !== "") return value;
  }
  return void 0;
}
var init_environment = __esm({
  "src/settings/environment.ts"() {
    "use strict";
  }
});

// src/settings/plugin-options.ts
function parsePluginOptions(env2, warn) {
  const configuration = parseConfiguration(env2);
  const derived = new Set(configuration.flatMap(([name, value]) => listFlattened(name, value)));
  const raw = new Map(parseFlattened(env2, derived, warn));
  for (const [name, value] of configuration) {
    if (value !== null) raw.set(name, { writtenAs: name, value });
  }
  return raw;
}
function parseConfiguration(env2) {
  const text = findVariable(env2, "BUILDKITE_PLUGIN_CONFIGURATION");
  if (text === void 0) return [];
  let configuration;
  try {
    configuration = JSON.parse(text);
  } catch (error) {
    throw new OptionError(
      `BUILDKITE_PLUGIN_CONFIGURATION is not JSON: ${error.message}`,
      "The agent sets this variable; check that no hook or `env` of the pipeline overwrites it."
    );
  }
  if (configuration === null) return [];
  if (typeof configuration !== "object" || Array.isArray(configuration)) {
    throw new OptionError(
      `the plugin's configuration is ${Array.isArray(configuration) ? "a list" : JSON.stringify(configuration)}; it must be a map of options`,
      "Write the options as `name: value` lines beneath the plugin, indented by two more levels than its name."
    );
  }
  return Object.entries(configuration).map(([key, value]) => {
    if (!isOptionName(key)) throw unknownOption(key, key, optionNames, (known) => known);
    return [key, value];
  });
}
function isOptionName(name) {
  return optionNames.includes(name);
}
function unknownOption(name, writtenAs, known, spell) {
  const nearest = findNearestName(name, known);
  return new OptionError(
    `${writtenAs} is not an option`,
    nearest === void 0 ? `The options are: ${known.map(spell).join(", ")}.` : `Did you mean ${spell(nearest)}?`
  );
}
function parseFlattened(env2, derived, warn) {
  const prefix = `BUILDKITE_PLUGIN_${flattenName(findVariable(env2, "BUILDKITE_PLUGIN_NAME") ?? "DOCKER_ECR_CACHE")}_`;
  const raw = /* @__PURE__ *~ new Map();
  const lists = /* @__PURE__ *~ new Map();
  const maps = /* @__PURE__ *~ new Map();
  for (const [variable, value] of Object.entries(env2)) {
    if (value === void 0 || !variable.startsWith(prefix)) continue;
    const suffix = variable.slice(prefix.length);
    const part = findPart(suffix);
    if (part === void 0) {
      if (!exportedSuffixes.includes(suffix) && !derived.has(suffix))
        warn(describeUnknownVariable(variable, suffix, prefix));
    } else if (part.kind === "whole") {
      raw.set(part.name, { writtenAs: variable, value });
    } else if (part.kind === "item") {
      lists.set(part.name, [...lists.get(part.name) ?? [], { index: part.index, value }]);
    } else {
      maps.set(part.name, { ...maps.get(part.name), [part.key]: value });
    }
  }
  for (const [name, items] of lists) {
    const inOrder = items.sort((one, other) => one.index - other.index).map((item) => item.value);
    const whole = raw.get(name);
    const value = whole === void 0 || whole.value === "" ? inOrder : [whole.value, ...inOrder];
    raw.set(name, { writtenAs: prefix + flattenName(name), value });
  }
  for (const [name, value] of maps) raw.set(name, { writtenAs: prefix + flattenName(name), value });
  return raw;
}
function isOptionVariable(variable) {
  if (variable === "BUILDKITE_PLUGIN_CONFIGURATION" || variable === "BUILDKITE_PLUGIN_NAME") return true;
  const prefix = "BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_";
  return variable.startsWith(prefix) && findPart(variable.slice(prefix.length)) !== void 0;
}
function findPart(suffix) {
  for (const name of optionNames) {
    const flat = flattenName(name);
    const { type } = optionTable[name];
    if (suffix === flat && type !== "map") return { kind: "whole", name };
    if (!suffix.startsWith(`${flat}_`)) continue;
    const rest = suffix.slice(flat.length + 1);
    if (type === "map" && rest !== "") return { kind: "entry", name, key: rest };
    if ((type === "list" || type === "words") && /^\d+$/.test(rest)) {
      return { kind: "item", name, index: Number(rest) };
    }
  }
  return void 0;
}
function describeUnknownVariable(variable, suffix, prefix) {
  const nearest = findNearestName(suffix, optionNames.map(flattenName));
  return `${variable} is not an option and is ignored${nearest === void 0 ? "" : `; did you mean ${prefix}${nearest}?`}`;
}
function listFlattened(name, value) {
  const flat = flattenName(name);
  return typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, item]) => listFlattened(`${flat}_${key}`, item)) : [flat];
}
function flattenName(name) {
  return name.toUpperCase().replace(/[-\s]/g, "_");
}
var exportedSuffixes;
var init_plugin_options = __esm({
  "src/settings/plugin-options.ts"() {
    "use strict";
    init_errors();
    init_environment();
    init_option_table();
    init_option_values();
    exportedSuffixes = ["EXPORT_IMAGE", "EXPORT_TAG", "EXPORT_DIGEST", "EXPORT_HIT"];
  }
});

// src/key/json-path.ts
function parseJsonPath(text) {
  if (text === ".") return [];
  const step = /\.([A-Za-z_][A-Za-z0-9_]*)|\.("(?:[^"\\]|\\.)*")|\.?\[(?:("(?:[^"\\]|\\.)*")|(-?\d+))\]/sy;
  const path13 = [];
  while (step.lastIndex < text.length) {
    const at = step.lastIndex;
    const match = step.exec(text);
    const name = match && (match[1] ?? parseQuoted(match[2] ?? match[3]));
    if (match === null || name === void 0 && match[4] === void 0) {
      throw new OptionError(
        `cache-on: the JSON path ${JSON.stringify(text)} is not accepted from ${JSON.stringify(text.slice(at))} on`,
        'It must be a plain path, such as .name, ."any name", .list[0] or .name["any name"].'
      );
    }
    path13.push(name ?? Number(match[4]));
  }
  return path13;
}
function formatJsonPath(path13) {
  var _a;
  const steps = path13.map(
    (step) => typeof step === "string" && /^[A-Za-z_][A-Za-z0-9_]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
  );
  return steps.length === 0 || ((_a = steps[0]) == null ? void 0 : _a.startsWith("[")) ? `.${steps.join("")}` : steps.join("");
}
function parseQuoted(text) {
  if (text === void 0) return void 0;
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
function selectJson(text, path13) {
  const document = text.replace(/^\uFEFF/, "");
  JSON.parse(document);
  const value = path13.reduce(selectMember, JSON.parse(document.replace(stringOrNumber, markToken)));
  return value === void 0 ? void 0 : toCanonicalJson(value);
}
function markToken(token2, text) {
  return text === void 0 ? `"n${token2}"` : `"s${text}"`;
}
function selectMember(value, step) {
  if (typeof value !== "object" || value === null) return void 0;
  if (isList(value)) {
    return typeof step === "number" ? value[step < 0 ? value.length + step : step] : void 0;
  }
  const name = `s${step}`;
  return typeof step === "string" && Object.keys(value).includes(name) ? value[name] : void 0;
}
function isList(value) {
  return Array.isArray(value);
}
function toCanonicalJson(value) {
  const written = [];
  const rest = [{ before: "", value }];
  for (let piece = rest.pop(); piece !== void 0; piece = rest.pop()) {
    written.push(piece.before);
    if (typeof piece.value === "object" && piece.value !== null) {
      for (const part of toPieces(piece.value).reverse()) rest.push(part);
    } else if (piece.value !== void 0) {
      written.push(toScalar(piece.value));
    }
  }
  return written.join("");
}
function toPieces(value) {
  if (isList(value)) {
    const items = value.map((item, index) => ({ before: index === 0 ? "[" : ",", value: item }));
    return [...items, { before: items.length === 0 ? "[]" : "]" }];
  }
  const members = Object.keys(value).sort().map((name, index) => ({
    before: `${index === 0 ? "{" : ","}${JSON.stringify(name.slice(1))}:`,
    value: value[name]
  }));
  return [...members, { before: members.length === 0 ? "{}" : "}" }];
}
function toScalar(value) {
  if (typeof value !== "string") return String(value);
  return value.startsWith("n") ? value.slice(1) : JSON.stringify(value.slice(1));
}
var stringOrNumber;
var init_json_path = __esm({
  "src/key/json-path.ts"() {
    "use strict";
    init_errors();
    stringOrNumber = /"([^"\\]*(?:\\.[^"\\]*)*)"|-?\d[\d.eE+-]*~g;
  }
});

// src/key/key-inputs.ts
function mapKeyParts(inputs, make) {
  const names = Object.keys(keyParts);
  return names.map(
    (name) => make(keyParts[name], inputs[name], keyParts[name].member ?? name)
  );
}
function listFiles(files) {
  return sortBy(files, (file) => file.path).map(({ path: path13, link, content }) => [
    path13,
    link ?? null,
    content ? [content.executable, content.sha256] : null
  ]);
}
function toFileRows(files) {
  return sortRows(files.map((file) => [file.path, describeFile(file)]));
}
function showText(text, absent) {
  return text === void 0 ? absent : quoteOdd(text);
}
function describeFile({ link, content }) {
  const parts = [content == null ? void 0 : content.sha256, (content == null ? void 0 : content.executable) && "(executable)", link && `-> ${quoteOdd(link)}`];
  return parts.filter((part) => part).join(" ") || "(empty folder)";
}
function nameFiles(files) {
  return files.map(({ path: path13, link, content }) => [path13, [link, content]]);
}
function nameJsonValue({ path: path13, select }) {
  return `${path13}#${formatJsonPath(select)}`;
}
function toNames(names) {
  return names.map((name) => [name, ""]);
}
function sortRows(rows) {
  return sortBy(rows, ([what]) => what);
}
function sortAsJson(lists) {
  return sortBy(lists, (list2) => JSON.stringify(list2));
}
function sortBy(items, toText3) {
  return items.map((item) => [toText3(item), item]).sort(([one], [other]) => one < other ? -1 : one > other ? 1 : 0).map(([, item]) => item);
}
var keyParts;
var init_key_inputs = __esm({
  "src/key/key-inputs.ts"() {
    "use strict";
    init_errors();
    init_json_path();
    keyParts = {
      dockerfileSha256: {
        member: "dockerfile",
        toRows: (sha2562) => ({ image: [["Dockerfile", sha2562]] }),
        toSummary: (sha2562) => ({ options: [["the Dockerfile", sha2562]] })
      },
      target: {
        toDocument: (target) => target ?? null,
        toRows: (target) => ({ image: [["target", showText(target, "(the last stage)")]] })
      },
      platform: {
        toRows: (platform) => ({ image: [["platform", platform]] })
      },
      context: {
        toRows: (context) => ({ image: [["context", quoteOdd(context)]] }),
        toSummary: (context) => ({ options: [["the context", context]] })
      },
      buildArgs: {
        toDocument: (args) => args.map(({ name, sha256: sha2562 }) => [name, sha2562]),
        toRows: (args) => ({ "build args": args.map(({ name, sha256: sha2562 }) => [name, sha2562 ?? "(not set)"]) }),
        toSummary: (args) => ({ guessableItems: args.map((arg) => [`the build arg ${arg.name}`, arg.sha256]) })
      },
      additionalBuildArgs: {
        toRows: (args) => ({ "additional build args": toNames(args) }),
        toSummary: (args) => ({ guessableOptions: [["additional-build-args", args]] })
      },
      secretIds: {
        toRows: (ids) => ({ secrets: toNames(ids) }),
        toSummary: (ids) => ({ options: [["secrets", ids]] })
      },
      cacheVersion: {
        toDocument: (version2) => version2 ?? null,
        toRows: (version2) => ({ image: [["cache-version", showText(version2, "(none)")]] }),
        toSummary: (version2) => ({ options: [["cache-version", version2]] })
      },
      files: {
        toDocument: listFiles,
        toRows: (files) => ({ "files of cache-on": toFileRows(files) }),
        toSummary: (files) => ({ files: nameFiles(files) })
      },
      jsonValues: {
        toDocument: (values) => sortAsJson(values.map(({ path: path13, select, sha256: sha2562 }) => [path13, select, sha2562])),
        toRows: (values) => ({
          "JSON values of cache-on": sortRows(values.map((it) => [nameJsonValue(it), it.sha256 ?? "(absent)"]))
        }),
        toSummary: (values) => ({ files: values.map((value) => [nameJsonValue(value), value.sha256]) })
      },
      copied: {
        toDocument: (copied) => copied ? { files: listFiles(copied.files), remoteSources: [...copied.remoteSources].sort() } : null,
        toRows: (copied) => ({
          "copied files": toFileRows((copied == null ? void 0 : copied.files) ?? []),
          "addresses that ADD fetches": toNames((copied == null ? void 0 : copied.remoteSources) ?? [])
        }),
        toSummary: (copied) => ({
          options: [["cache-on-copied", copied !== void 0]],
          items: ((copied == null ? void 0 : copied.remoteSources) ?? []).map((address) => [address, true]),
          copiedFiles: nameFiles((copied == null ? void 0 : copied.files) ?? [])
        })
      },
      baseImages: {
        toDocument: (images) => images ? sortAsJson(images.map((it) => [it.reference, it.platform ?? null, it.digest])) : null,
        toRows: (images = []) => ({
          "base images": sortRows(images.map(({ reference, digest: digest2 }) => [reference, digest2]))
        }),
        toSummary: (images) => ({
          options: [["cache-on-base-images", images !== void 0]],
          items: (images ?? []).map(({ reference, digest: digest2 }) => [`the base image ${reference}`, digest2])
        })
      }
    };
  }
});

// src/key/cache-key.ts
function computeCacheKey(inputs) {
  const sha2562 = (0, import_node_crypto.createHash)("sha256").update(JSON.stringify(toKeyDocument(inputs))).digest("hex");
  return { sha256: sha2562, tag: sha2562.slice(0, 40) };
}
function toKeyDocument(inputs) {
  const members = mapKeyParts(inputs, ({ toDocument }, value, member) => [
    member,
    toDocument ? toDocument(value) : value
  ]);
  return { schema: keySchema, ...Object.fromEntries(members) };
}
var import_node_crypto, keySchema;
var init_cache_key = __esm({
  "src/key/cache-key.ts"() {
    "use strict";
    import_node_crypto = require("crypto");
    init_key_inputs();
    keySchema = 1;
  }
});

// src/report/json.ts
function toJson(value) {
  return JSON.stringify(value, null, 2);
}
var init_json = __esm({
  "src/report/json.ts"() {
    "use strict";
  }
});

// src/report/steps.ts
function toSeconds(ms) {
  return (ms / 1e3).toFixed(2);
}
var Steps;
var init_steps = __esm({
  "src/report/steps.ts"() {
    "use strict";
    Steps = class {
      /**
       * @param now milliseconds since the program started
       * @param slowMs a step that takes longer than this says what it is
       *~
      constructor(now, say2, slowMs) {
        this.now = now;
        this.say = say2;
        this.slowMs = slowMs;
        this.spentMs = /* @__PURE__ *~ new Map();
        this.spentMs.set("start", now());
      }
      /**
       * Runs a step: one after the other, so that their times add up.
       *
       * @param name what the last line of the log calls it
       * @param doing what is said when it takes long; undefined for what shows by itself what it does
       *~
      async run(name, doing, action) {
        const start = this.now();
        try {
          return await (doing === void 0 ? action() : this.watch(doing, action));
        } finally {
          this.spentMs.set(name, (this.spentMs.get(name) ?? 0) + this.now() - start);
        }
      }
      /** Does something, and says what it is when that takes long. *~
      async watch(doing, action) {
        const slow = setTimeout(() => this.say(`${doing} \u2026`), this.slowMs);
        try {
          return await action();
        } finally {
          clearTimeout(slow);
        }
      }
      /** The time since the program started, in all and by step, in seconds. *~
      toSeconds() {
        const all = [["total", this.now()], ...this.spentMs];
        return Object.fromEntries(all.map(([name, ms]) => [name, Number(toSeconds(ms))]));
      }
      /** For the last line of a log: `0.19 s: start 0.06, key 0.02, look-up 0.08`. *~
      format() {
        const shown = [...this.spentMs].filter(([, ms]) => ms >= 5).map(([name, ms]) => `${name} ${toSeconds(ms)}`);
        return `${toSeconds(this.now())} s${shown.length > 0 ? `: ${shown.join(", ")}` : ""}`;
      }
    };
  }
});

// src/settings/build-options.ts
function parseBuildOptions(words) {
  const buildArgs = /* @__PURE__ *~ new Map();
  const contexts = /* @__PURE__ *~ new Map();
  const overrides = /* @__PURE__ *~ new Set();
  words.forEach((word, index) => {
    const [, name = "", joined] = /^(--[^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    const value = joined ?? words[index + 1] ?? "";
    if (/^-q?f/.test(word)) overrides.add("--file");
    else if (overriding.has(name)) overrides.add(name);
    else if (name === "--build-arg") buildArgs.set(...splitPair(value));
    else if (name === "--build-context") {
      const [context, source = ""] = splitPair(value);
      contexts.set(normaliseImageName(context), source);
    }
  });
  return { buildArgs, contexts, overrides: [...overrides] };
}
function normaliseImageName(name) {
  return name.toLowerCase().replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "").replace(/:latest$/, "");
}
function splitPair(text) {
  const at = text.indexOf("=");
  return at < 0 ? [text, void 0] : [text.slice(0, at), text.slice(at + 1)];
}
var overriding;
var init_build_options = __esm({
  "src/settings/build-options.ts"() {
    "use strict";
    overriding = /* @__PURE__ *~ new Set(["--file", "--target", "--platform", "--automount", "--call", "--check"]);
  }
});

// src/settings/export-name.ts
function parseExportName(name, writtenAs) {
  const option = `${writtenAs}: ${JSON.stringify(name)}`;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new OptionError(
      `${option} cannot be the name of a variable`,
      "It has letters, digits and `_`, and starts with no digit."
    );
  }
  if (protectedByAgent.has(name.toUpperCase())) {
    throw new OptionError(
      `${option} is protected by the Buildkite agent, which would drop it`,
      "Choose another name."
    );
  }
  if (keptByBash.test(name)) {
    throw new OptionError(`${option} belongs to the shell that runs the hook`, "Choose another name.");
  }
  if (isOptionVariable(name)) {
    throw new OptionError(
      `${option} is a name that this plugin reads an option from`,
      "Choose another name."
    );
  }
  if (/^BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_/.test(name)) {
    throw new OptionError(
      `${option} is a name under which this plugin exports something else`,
      "Choose another name."
    );
  }
  return name;
}
var protectedByAgent, keptByBash;
var init_export_name = __esm({
  "src/settings/export-name.ts"() {
    "use strict";
    init_errors();
    init_plugin_options();
    protectedByAgent = /* @__PURE__ *~ new Set([
      "BUILDKITE_AGENT_ACCESS_TOKEN",
      "BUILDKITE_AGENT_DEBUG",
      "BUILDKITE_AGENT_ENDPOINT",
      "BUILDKITE_AGENT_JOB_TIMEOUT_FILE",
      "BUILDKITE_AGENT_PID",
      "BUILDKITE_BIN_PATH",
      "BUILDKITE_BUILD_PATH",
      "BUILDKITE_CHECKOUT_OVERRIDE_MODE",
      "BUILDKITE_COMMAND_EVAL",
      "BUILDKITE_CONFIG_PATH",
      "BUILDKITE_CONTAINER_COUNT",
      "BUILDKITE_GIT_COMMIT_VERIFICATION",
      "BUILDKITE_GIT_MIRRORS_LOCK_TIMEOUT",
      "BUILDKITE_GIT_MIRRORS_PATH",
      "BUILDKITE_GIT_MIRROR_CHECKOUT_MODE",
      "BUILDKITE_GIT_SUBMODULE_CLONE_CONFIG",
      "BUILDKITE_HOOKS_PATH",
      "BUILDKITE_HOOKS_SHELL",
      "BUILDKITE_HOOK_EXIT_STATUS",
      "BUILDKITE_KUBERNETES_EXEC",
      "BUILDKITE_LOCAL_HOOKS_ENABLED",
      "BUILDKITE_PLUGINS_ENABLED",
      "BUILDKITE_PLUGINS_PATH",
      "BUILDKITE_SHELL",
      "BUILDKITE_SSH_KEYSCAN"
    ]);
    keptByBash = /^(BASH.*|COMP_.*|SHELLOPTS|UID|EUID|PPID|GROUPS|FUNCNAME|DIRSTACK|IFS|PATH|PWD|OLDPWD|SHLVL|RANDOM|SRANDOM|SECONDS|LINENO|EPOCH.*|HISTCMD|OPT(ARG|ERR|IND)|PIPESTATUS|docker_ecr_cache_.*|_)$/;
  }
});

// src/settings/platform.ts
function parsePlatform(text, writtenAs) {
  const [, system, processor, variant] = /^([a-z0-9]+)\/([a-z0-9_-]+)(?:\/([a-z0-9.]+))?$/i.exec(text.trim()) ?? [];
  if (system === void 0 || processor === void 0) {
    throw new OptionError(
      `${writtenAs}: ${JSON.stringify(text)} is not a platform`,
      "Write one platform, such as linux/amd64, linux/arm64 or linux/arm/v7."
    );
  }
  return normalizePlatform(system.toLowerCase(), processor.toLowerCase(), variant == null ? void 0 : variant.toLowerCase());
}
function findOwnPlatform(architecture) {
  return normalizePlatform("linux", architecture, void 0);
}
function normalizePlatform(system, processor, variant) {
  const [architecture = processor, impliedVariant] = (architectures[processor] ?? processor).split("/");
  const given = variant === void 0 || /^v/.test(variant) ? variant : `v${variant}`;
  const known = given ?? impliedVariant ?? (architecture === "arm" ? "v7" : void 0);
  return [system, architecture, ...known && known !== standardVariants[architecture] ? [known] : []].join(
    "/"
  );
}
var architectures, standardVariants;
var init_platform = __esm({
  "src/settings/platform.ts"() {
    "use strict";
    init_errors();
    architectures = {
      aarch64: "arm64",
      armel: "arm/v6",
      armhf: "arm/v7",
      i386: "386",
      ia32: "386",
      ppc64: "ppc64le",
      x64: "amd64",
      x86_64: "amd64",
      "x86-64": "amd64"
    };
    standardVariants = { amd64: "v1", arm64: "v8" };
  }
});

// src/settings/repository-name.ts
function parseRepositoryName(text, writtenAs) {
  if (text.length < 2 || text.length > 256 || !repositoryName.test(text)) {
    throw new OptionError(
      `${writtenAs}: ${JSON.stringify(text)} is not a repository name`,
      "It has 2 to 256 lower-case letters and digits, with single `.`, `_` or `/`, or `-`, between them."
    );
  }
  return text;
}
function toRepositoryPart(text) {
  const part = text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return part === "" ? "image" : part;
}
var repositoryName;
var init_repository_name = __esm({
  "src/settings/repository-name.ts"() {
    "use strict";
    init_errors();
    repositoryName = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
  }
});

// src/settings/registry-settings.ts
function toRegistrySettings(values, spell, surroundings) {
  const organization = findVariable(surroundings.env, "BUILDKITE_ORGANIZATION_SLUG");
  const pipeline = findVariable(surroundings.env, "BUILDKITE_PIPELINE_SLUG");
  const defaultName = organization && pipeline ? `build-cache/${organization}/${pipeline}` : void 0;
  return providers[values["registry-provider"]]({ values, spell, surroundings, defaultName });
}
function findRegion(option, writtenAs, env2) {
  if (option !== void 0) return parseRegion(option, writtenAs, OptionError);
  const variable = ["AWS_REGION", "AWS_DEFAULT_REGION"].find((name) => findVariable(env2, name));
  return variable && parseRegion(env2[variable] ?? "", variable);
}
function parseRegion(text, writtenAs, Refusal = UserError) {
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(text)) return text;
  throw new Refusal(
    `${writtenAs}: ${JSON.stringify(text)} is not an AWS region`,
    "Write one region, such as eu-west-1. A name after `$` has not been replaced by its value."
  );
}
function findRepositoryName({ values, spell, defaultName }) {
  const name = values["ecr-name"] ?? defaultName;
  const address = /^(?:https?:\/\/)?\d{12}\.dkr[.-]ecr[.-][^/]+\/([^:@]*)/.exec(name ?? "");
  if (address !== null) {
    throw new OptionError(
      `${spell("ecr-name")}: ${JSON.stringify(name)} is the address of a repository, not its name`,
      `Write ${address[1]}; where it is, registry-id and region say.`
    );
  }
  if (name !== void 0) return parseRepositoryName(name, spell("ecr-name"));
  throw new OptionError(
    "ecr-name is needed: outside Buildkite no organization and pipeline name the repository",
    "Give --ecr-name, or try --registry-provider local, which needs no registry."
  );
}
function expect(value, writtenAs, provider, what) {
  if (value !== void 0) return value;
  throw new OptionError(`${writtenAs} is needed with registry-provider: ${provider}`, `Give ${what}.`);
}
function toOciSettings(address, writtenAs, repositoryName2) {
  const [, host, port, folder = ""] = /^((?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::(\d{1,5}))?)(?:\/(.*))?$/i.exec(address) ?? [];
  const isHost2 = host !== void 0 && (/[.:]/.test(host) || host === "localhost") && Number(port ?? 1) < 65536;
  if (host === void 0 || !isHost2) {
    throw new OptionError(
      `${writtenAs}: ${JSON.stringify(address)} is not accepted; it must be host[:port][/path]`,
      "Write it as in a reference of docker, without https://, such as ghcr.io/acme."
    );
  }
  const name = folder === "" ? repositoryName2 : `${folder.replace(/\/+$/, "")}/${repositoryName2}`;
  return { provider: "oci", host, repositoryName: parseRepositoryName(name, writtenAs) };
}
function parseAccount(text, writtenAs) {
  if (text === void 0 || /^\d{12}$/.test(text)) return text;
  throw new OptionError(
    `${writtenAs}: ${JSON.stringify(text)} is not an AWS account`,
    "It has twelve digits; put it in quotes, so that YAML keeps a leading zero."
  );
}
var import_node_path, providers;
var init_registry_settings = __esm({
  "src/settings/registry-settings.ts"() {
    "use strict";
    import_node_path = __toESM(require("path"));
    init_errors();
    init_environment();
    init_repository_name();
    providers = {
      ecr: (given) => {
        const { values, spell, surroundings, defaultName } = given;
        const repositoryName2 = findRepositoryName(given);
        return {
          provider: "ecr",
          repositoryName: repositoryName2,
          region: findRegion(values.region, spell("region"), surroundings.env),
          registryId: parseAccount(values["registry-id"], spell("registry-id")),
          resourceTags: values["ecr-tags"],
          maxAgeDays: values["max-age-days"],
          hasDefaultName: repositoryName2 === defaultName,
          isCreated: values["ecr-create"],
          hasImmutableTags: values["ecr-immutable-tags"],
          kmsKey: values["ecr-kms-key"]
        };
      },
      oci: (given) => {
        const { values, spell } = given;
        const address = expect(
          values.registry,
          spell("registry"),
          "oci",
          "host[:port][/path], such as ghcr.io/acme"
        );
        return toOciSettings(address, spell("registry"), findRepositoryName(given));
      },
      gcr: (given) => {
        const { values, spell } = given;
        const project = expect(
          values["gcp-project"],
          spell("gcp-project"),
          "gcr",
          "the project that owns the registry"
        );
        const address = `${values["registry-hostname"] ?? "gcr.io"}/${project}`;
        const writtenAs = `${spell("registry-hostname")} and ${spell("gcp-project")}`;
        return toOciSettings(address, writtenAs, findRepositoryName(given));
      },
      local: ({ values, spell, surroundings, defaultName }) => {
        const folder = toRepositoryPart(import_node_path.default.posix.basename(surroundings.workingDirectory));
        const name = values["ecr-name"] ?? defaultName ?? `build-cache/${folder}`;
        return { provider: "local", repositoryName: parseRepositoryName(name, spell("ecr-name")) };
      }
    };
  }
});

// src/settings/relative-path.ts
function relativePath(text, workingDirectory) {
  const normal = import_node_path2.default.posix.normalize(text).replace(/(.)\/$/, "$1");
  if (!import_node_path2.default.posix.isAbsolute(normal)) return normal;
  const relative = import_node_path2.default.posix.relative(workingDirectory, normal);
  if (relative !== ".." && !relative.startsWith("../")) return relative || ".";
  const folder = findSameFolder(normal, workingDirectory);
  return folder === void 0 ? normal : import_node_path2.default.posix.relative(folder, normal) || ".";
}
function findSameFolder(normal, workingDirectory) {
  const own = findFolder(workingDirectory);
  const parts = normal.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/") || "/").find((beginning) => {
    const folder = findFolder(beginning);
    return own !== void 0 && (folder == null ? void 0 : folder.ino) === own.ino && folder.dev === own.dev;
  });
}
function findFolder(folder) {
  try {
    return (0, import_node_fs2.statSync)(folder, { bigint: true });
  } catch {
    return void 0;
  }
}
var import_node_fs2, import_node_path2;
var init_relative_path = __esm({
  "src/settings/relative-path.ts"() {
    "use strict";
    import_node_fs2 = require("fs");
    import_node_path2 = __toESM(require("path"));
  }
});

// src/settings/settings.ts
function parseSettings(raw, surroundings, warn) {
  const values = parseOptionValues(raw);
  warnOfIneffectiveOptions(raw, values, warn);
  const spell = (name) => {
    var _a;
    return ((_a = raw.get(name)) == null ? void 0 : _a.writtenAs) ?? name;
  };
  const isLocal = values["registry-provider"] === "local";
  if (!values.push && values["skip-pull-from-cache"] && !isLocal) {
    throw new OptionError(
      `${spell("push")}: false and ${spell("skip-pull-from-cache")}: true leave nothing to do`,
      "Remove one of them, or use require-cached to find out whether the image is in the registry."
    );
  }
  return {
    build: toBuildSettings(values, spell, surroundings),
    registry: toRegistrySettings(values, spell, surroundings),
    skipPull: values["skip-pull-from-cache"] && !isLocal,
    onMiss: values["require-cached"] ? "fail" : values.push ? "build-and-push" : "build",
    latestTag: values["latest-tag"] === false ? void 0 : parseTag(values["latest-tag"], spell("latest-tag")),
    exportName: parseExportName(
      values["export-env-variable"] ?? "BUILDKITE_PLUGIN_DOCKER_IMAGE",
      spell("export-env-variable")
    ),
    // Without an answer nobody knows whether it is cached.
    onRegistryError: values["require-cached"] ? "fail" : values["on-registry-error"]
  };
}
function parseBuildSettings(raw, surroundings) {
  return toBuildSettings(parseOptionValues(raw), (name) => {
    var _a;
    return ((_a = raw.get(name)) == null ? void 0 : _a.writtenAs) ?? name;
  }, surroundings);
}
function toBuildSettings(values, spell, { env: env2, workingDirectory, architecture }) {
  if (values.dockerfile !== void 0 && values["dockerfile-inline"] !== void 0) {
    throw new OptionError(
      `${spell("dockerfile")} and ${spell("dockerfile-inline")} are both given`,
      "Remove one of them: the image is built from one Dockerfile."
    );
  }
  const inline = values["dockerfile-inline"];
  const dockerfile = inline === void 0 ? { kind: "file", path: relativePath(values.dockerfile ?? "Dockerfile", workingDirectory) } : { kind: "inline", text: inline };
  const context = values.context ?? (dockerfile.kind === "file" ? import_node_path3.default.posix.dirname(dockerfile.path) : ".");
  return {
    dockerfile,
    context: parseContext(context, spell("context"), workingDirectory),
    target: values.target,
    ...choosePlatform(values.platform, spell("platform"), env2, architecture),
    buildArgs: values["build-args"].map((text) => parseBuildArg(text, spell("build-args"), env2)),
    additionalBuildArgs: parseAdditionalArgs(values["additional-build-args"], spell("additional-build-args")),
    passedBuildArgs: findPassedBuildArgs(values["additional-build-args"], env2),
    secrets: values.secrets.map((text) => parseSecret(text, spell("secrets"), env2)),
    cacheOn: values["cache-on"],
    cacheOnCopied: values["cache-on-copied"],
    cacheOnBaseImages: values["cache-on-base-images"],
    cacheOnMissing: values["cache-on-missing"],
    layerCache: values["layer-cache"],
    usesBuildKit: needsBuildKit(values),
    cacheVersion: values["cache-version"]
  };
}
function needsBuildKit(values) {
  const usesLayers = ["inline", "registry"].includes(values["layer-cache"]);
  return values.secrets.length > 0 || values["cache-on-copied"] || values["cache-on-base-images"] || usesLayers && values["registry-provider"] !== "local";
}
function choosePlatform(option, writtenAs, env2, architecture) {
  if (option !== void 0) return { platform: parsePlatform(option, writtenAs), isPlatformGiven: true };
  const variable = findVariable(env2, "DOCKER_DEFAULT_PLATFORM");
  return variable === void 0 ? { platform: findOwnPlatform(architecture), isPlatformGiven: false } : { platform: parsePlatform(variable, "DOCKER_DEFAULT_PLATFORM"), isPlatformGiven: true };
}
function parseAdditionalArgs(words, writtenAs) {
  if (!parseBuildOptions(words).overrides.includes("--file")) return words;
  throw new OptionError(
    `${writtenAs}: --file is not accepted: docker would build another Dockerfile than the key is made from`,
    "Name it with the option dockerfile, and its folder with context."
  );
}
function parseContext(text, writtenAs, workingDirectory) {
  if (text === "-" || /^(https?|git|ssh):\/\/|^git@|^github\.com\//.test(text)) {
    throw new OptionError(
      `${writtenAs}: ${JSON.stringify(text)} is not accepted; it must be a folder`,
      "Check the source out first: what is built from a remote context cannot be keyed."
    );
  }
  return relativePath(text, workingDirectory);
}
function parseBuildArg(text, writtenAs, env2) {
  const [, name = "", value] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  if (!/^[^\s]+$/.test(name)) {
    throw new OptionError(
      `${writtenAs}: ${JSON.stringify(name)} is not accepted as a name; an entry must be NAME=value or NAME`
    );
  }
  return value === void 0 ? { source: "environment", name, value: env2[name] } : { source: "given", name, value };
}
function findPassedBuildArgs(words, env2) {
  return words.flatMap((word, index) => {
    var _a;
    const name = words[index - 1] === "--build-arg" ? word : (_a = /^--build-arg=(.*)$/s.exec(word)) == null ? void 0 : _a[1];
    return name === void 0 || name.includes("=") ? [] : [{ source: "environment", name, value: env2[name] }];
  });
}
function parseSecret(text, writtenAs, env2) {
  const findMissing = (variable) => variable !== void 0 && env2[variable] === void 0 ? variable : void 0;
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) {
    return { id: text, argument: `id=${text},env=${text}`, missingVariable: findMissing(text) };
  }
  const fields = new Map(
    text.split(",").map((field) => {
      const [key = "", ...value] = field.split("=");
      return [key.trim().toLowerCase(), value.join("=")];
    })
  );
  const id = fields.get("id");
  if (id === void 0 || id === "") {
    throw new OptionError(
      `${writtenAs}: an entry is neither the NAME of a variable nor a --secret value with an id`,
      "Write NAME, id=NAME,src=PATH or id=NAME,env=VARIABLE."
    );
  }
  const isVariable = fields.get("type") === "env";
  const source = fields.get("env") ?? (isVariable ? fields.get("source") ?? fields.get("src") ?? id : void 0);
  return { id, argument: text, missingVariable: findMissing(source) };
}
function parseTag(text, writtenAs) {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(text)) {
    throw new OptionError(
      `${writtenAs}: ${JSON.stringify(text)} is not a tag`,
      "A tag has up to 128 letters, digits, `_`, `.` and `-`, and starts with none of the last two."
    );
  }
  return text;
}
function warnOfIneffectiveOptions(raw, values, warn) {
  const provider = values["registry-provider"];
  const ineffective = optionNames.filter((name) => {
    var _a;
    const definition = optionTable[name];
    const isGiven = ![void 0, null, ""].includes((_a = raw.get(name)) == null ? void 0 : _a.value);
    return isGiven && definition.provider !== void 0 && definition.provider !== provider;
  });
  if (ineffective.length > 0) {
    warn(
      `${ineffective.join(", ")} ${ineffective.length === 1 ? "has" : "have"} no effect with registry-provider: ${provider}`
    );
  }
}
var import_node_path3;
var init_settings = __esm({
  "src/settings/settings.ts"() {
    "use strict";
    import_node_path3 = __toESM(require("path"));
    init_errors();
    init_build_options();
    init_environment();
    init_export_name();
    init_option_table();
    init_option_values();
    init_platform();
    init_registry_settings();
    init_relative_path();
  }
});

// src/key/digest-queue.ts
var takenFiles, NEXT, OFFERED, CLOSED, DigestQueue;
var init_digest_queue = __esm({
  "src/key/digest-queue.ts"() {
    "use strict";
    takenFiles = 64;
    [NEXT, OFFERED, CLOSED] = [0, 1, 2];
    DigestQueue = class {
      constructor(shared = new Int32Array(new SharedArrayBuffer(12))) {
        this.shared = shared;
      }
      /** Says that there are this many files by now. *~
      offer(count) {
        Atomics.store(this.shared, OFFERED, count);
        Atomics.notify(this.shared, OFFERED);
      }
      /** Says that there will be no more. *~
      close() {
        Atomics.store(this.shared, CLOSED, 1);
        Atomics.notify(this.shared, OFFERED);
      }
      /**
       * Takes some of the files whose paths this thread knows.
       *
       * @returns the places from `start` to before `end`; undefined where none is left of these
       *~
      take(known) {
        for (; ; ) {
          const start = Atomics.load(this.shared, NEXT);
          const end = Math.min(start + takenFiles, known);
          if (start >= end) return void 0;
          if (Atomics.compareExchange(this.shared, NEXT, start, end) === start) return { start, end };
        }
      }
      /**
       * Waits for more files than are known; this thread does nothing else meanwhile.
       *
       * @returns false where there will be none
       *~
      waitForMore(known) {
        const isClosed = Atomics.load(this.shared, CLOSED) === 1;
        const offered = Atomics.load(this.shared, OFFERED);
        if (offered > known) return true;
        if (isClosed) return false;
        Atomics.wait(this.shared, OFFERED, offered, 5);
        return true;
      }
    };
  }
});

// src/key/regular-file.ts
function openRegularFile(path13) {
  const file = openAnything(path13);
  const stats = (0, import_node_fs3.fstatSync)(file);
  if (stats.isFile()) return { file, stats };
  (0, import_node_fs3.closeSync)(file);
  throw new UncountableError(irregular);
}
function openAnything(path13) {
  try {
    return (0, import_node_fs3.openSync)(path13, import_node_fs3.constants.O_RDONLY | import_node_fs3.constants.O_NONBLOCK);
  } catch (error) {
    if (["ENXIO", "EOPNOTSUPP"].includes(errorCode(error) ?? "")) throw new UncountableError(irregular);
    throw error;
  }
}
function readRegularFile(path13) {
  const { file } = openRegularFile(path13);
  try {
    return (0, import_node_fs3.readFileSync)(file);
  } finally {
    (0, import_node_fs3.closeSync)(file);
  }
}
var import_node_fs3, UncountableError, irregular;
var init_regular_file = __esm({
  "src/key/regular-file.ts"() {
    "use strict";
    import_node_fs3 = require("fs");
    init_errors();
    UncountableError = class extends Error {
    };
    irregular = "is no regular file";
  }
});

// src/key/file-digest.ts
function readPart(file, part) {
  return new Promise((resolve, reject) => {
    (0, import_node_fs4.read)(file, part, 0, part.length, null, (error, bytes) => error ? reject(error) : resolve(bytes));
  });
}
function toContent(path13, before, { sha256: sha2562, bytes, after }) {
  const isChanged = after.mtimeMs !== before.mtimeMs || after.ctimeMs !== before.ctimeMs;
  if (bytes !== before.size || after.size !== before.size || isChanged) {
    throw new UserError(
      `${quoteOdd(path13)} changed while it was read`,
      "Something writes to it while the cache key is computed; let that end first."
    );
  }
  return { executable: (before.mode & import_node_fs4.constants.S_IXUSR) !== 0, sha256: sha2562 };
}
var import_node_crypto2, import_node_fs4, chunkBytes, partBytes, FileDigester;
var init_file_digest = __esm({
  "src/key/file-digest.ts"() {
    "use strict";
    import_node_crypto2 = require("crypto");
    import_node_fs4 = require("fs");
    init_errors();
    init_regular_file();
    chunkBytes = 256 * 1024;
    partBytes = 1024 * 1024;
    FileDigester = class {
      constructor(pacer) {
        this.pacer = pacer;
        this.chunk = Buffer.allocUnsafe(chunkBytes);
      }
      /**
       * Digests files for as long as a queue has some of these.
       *
       * @param take receives each result with the place of its path
       *~
      async digestQueued(paths, queue, take) {
        for (let taken = queue.take(paths.length); taken; taken = queue.take(paths.length)) {
          for (let place = taken.start; place < taken.end; place++) {
            const path13 = paths[place];
            if (this.pacer.isDue()) await this.pacer.pause();
            take(place, this.tryAtOnce(path13) ?? await this.tryFile(path13));
          }
        }
      }
      tryAtOnce(path13) {
        try {
          const content = this.readAtOnce(path13);
          return content && { content };
        } catch (error) {
          return { error };
        }
      }
      /** As `digestFile`, with an error as data. *~
      async tryFile(path13) {
        try {
          return { content: await this.digestFile(path13) };
        } catch (error) {
          return { error };
        }
      }
      /**
       * The executable bit and SHA-256 of a regular file, or of the one that a link leads to.
       *
       * @throws UserError when the file changes meanwhile; the system's error when it can't be read
       *~
      async digestFile(path13) {
        return this.readAtOnce(path13) ?? this.readInParts(path13);
      }
      /** @returns undefined for a file that does not come at once *~
      readAtOnce(path13) {
        const { file, stats } = openRegularFile(path13);
        try {
          if (stats.size >= chunkBytes) return void 0;
          const bytes = (0, import_node_fs4.readSync)(file, this.chunk, 0, chunkBytes, null);
          if (bytes < stats.size) return void 0;
          const sha2562 = (0, import_node_crypto2.createHash)("sha256").update(this.chunk.subarray(0, bytes)).digest("hex");
          return toContent(path13, stats, { sha256: sha2562, bytes, after: (0, import_node_fs4.fstatSync)(file) });
        } finally {
          (0, import_node_fs4.closeSync)(file);
        }
      }
      /** Reads the next part while this one is digested: the disk and the processor work at the same time. *~
      async readInParts(path13) {
        const { file, stats } = openRegularFile(path13);
        try {
          const hash = (0, import_node_crypto2.createHash)("sha256");
          let [part, next] = [Buffer.allocUnsafe(partBytes), Buffer.allocUnsafe(partBytes)];
          let total = 0;
          let reading = readPart(file, part);
          for (; ; ) {
            const bytes = await reading;
            total += bytes;
            if (bytes === 0 || total > stats.size) break;
            reading = readPart(file, next);
            hash.update(part.subarray(0, bytes));
            [part, next] = [next, part];
          }
          return toContent(path13, stats, { sha256: hash.digest("hex"), bytes: total, after: (0, import_node_fs4.fstatSync)(file) });
        } finally {
          (0, import_node_fs4.closeSync)(file);
        }
      }
    };
  }
});

// src/key/digest-thread.ts
var digest_thread_exports = {};
__export(digest_thread_exports, {
  serveDigests: () => serveDigests,
  startDigestThread: () => startDigestThread
});
function startDigestThread(program, queue) {
  const code = `require(${JSON.stringify(program)}).serveDigests()`;
  const thread = tryWorker(code, queue);
  if (thread === void 0) return void 0;
  const answer = new Promise((resolve) => {
    thread.on("message", resolve);
    thread.on("error", () => resolve(nothing));
    thread.on("exit", () => resolve(nothing));
  });
  return {
    tell: (paths) => thread.postMessage(paths),
    collect: async (take) => {
      const { places, digests } = await answer;
      places.forEach((place, index) => {
        const text = digests.slice(index * digestLength, (index + 1) * digestLength);
        take(place, { executable: text.endsWith("x"), sha256: text.slice(0, -1) });
      });
    }
  };
}
function tryWorker(code, queue) {
  try {
    return new import_node_worker_threads.Worker(code, { eval: true, workerData: queue.shared });
  } catch (error) {
    if (errorCode(error) === void 0) throw error;
    return void 0;
  }
}
async function serveDigests() {
  if (import_node_worker_threads.parentPort === null) return;
  const queue = new DigestQueue(import_node_worker_threads.workerData);
  const digester = new FileDigester({ isDue: () => false, pause: async () => {
  } });
  const paths = [];
  const places = [];
  const digests = [];
  do {
    for (let told = (0, import_node_worker_threads.receiveMessageOnPort)(import_node_worker_threads.parentPort); told; told = (0, import_node_worker_threads.receiveMessageOnPort)(import_node_worker_threads.parentPort)) {
      paths.push(...told.message);
    }
    await digester.digestQueued(paths, queue, (place, result) => {
      if (!("content" in result)) return;
      places.push(place);
      digests.push(result.content.sha256, result.content.executable ? "x" : "-");
    });
  } while (queue.waitForMore(paths.length));
  const answer = { places: Int32Array.from(places), digests: digests.join("") };
  import_node_worker_threads.parentPort.postMessage(answer);
}
var import_node_worker_threads, digestLength, nothing;
var init_digest_thread = __esm({
  "src/key/digest-thread.ts"() {
    "use strict";
    import_node_worker_threads = require("worker_threads");
    init_errors();
    init_digest_queue();
    init_file_digest();
    digestLength = 65;
    nothing = { places: new Int32Array(), digests: "" };
  }
});

// src/key/text-bytes.ts
function readTextFile(systemPath) {
  return decode(readRegularFile(systemPath), "is not UTF-8");
}
function readLinkText(systemPath) {
  return decode((0, import_node_fs5.readlinkSync)(systemPath, "buffer"), "is a link to a path that is not UTF-8");
}
function decode(bytes, problem) {
  const text = bytes.toString();
  if (text.includes(replacementCharacter) && !Buffer.from(text).equals(bytes))
    throw new UncountableError(problem);
  return text;
}
function refuseTwin(systemPath) {
  const { dir, base } = import_node_path4.default.parse(systemPath);
  if (!base.includes(replacementCharacter)) return;
  const twins = (0, import_node_fs5.readdirSync)(dir).filter((name) => name === base);
  if (twins.length > 1) throw new UncountableError("reads like a name beside it that is not UTF-8");
}
var import_node_fs5, import_node_path4, replacementCharacter;
var init_text_bytes = __esm({
  "src/key/text-bytes.ts"() {
    "use strict";
    import_node_fs5 = require("fs");
    import_node_path4 = __toESM(require("path"));
    init_regular_file();
    replacementCharacter = "\uFFFD";
  }
});

// src/key/path-walk.ts
async function findPaths(globs, toSystemPath, pacer, onUnreadable) {
  const found = /* @__PURE__ *~ new Set();
  for (const glob of globs) await walk("", glob);
  return [...found];
  async function walk(folder, [segment, ...later]) {
    if (segment === void 0) return;
    if (pacer.isDue()) await pacer.pause();
    if (segment.kind === "literal") {
      const path13 = folder === "" && segment.text === "" ? "/" : join(folder, segment.text);
      const stats = look(path13, (system) => findStats(system, later.length === 0 ? import_node_fs6.lstatSync : import_node_fs6.statSync));
      if (later.length === 0 && stats) found.add(path13);
      else if (stats == null ? void 0 : stats.isDirectory()) await walk(path13, later);
      return;
    }
    if (segment.kind === "globstar" && later.length > 0) await walk(folder, later);
    for (const entry of look(folder, listFolder) ?? []) {
      if (entry.name === gitFolder) continue;
      const path13 = join(folder, entry.name);
      if (segment.kind === "wildcard") {
        if (!segment.matches(entry.name)) continue;
        if (later.length === 0) found.add(path13);
        else if (look(path13, (system) => leadsToFolder(entry, system))) await walk(path13, later);
      } else if (!entry.name.startsWith(".")) {
        if (entry.isDirectory()) await walk(path13, [segment, ...later]);
        else if (later.length === 0) found.add(path13);
      }
    }
  }
  function look(path13, ask) {
    try {
      return ask(toSystemPath(path13));
    } catch (error) {
      if (errorCode(error) === void 0 && !(error instanceof UncountableError)) throw error;
      onUnreadable(path13, error);
      return void 0;
    }
  }
}
function listFolder(systemPath) {
  refuseTwin(systemPath);
  return (0, import_node_fs6.readdirSync)(systemPath, { withFileTypes: true });
}
function leadsToFolder(entry, systemPath) {
  var _a;
  if (entry.name.includes(replacementCharacter)) {
    (0, import_node_fs6.lstatSync)(systemPath);
    refuseTwin(systemPath);
  }
  return entry.isDirectory() || entry.isSymbolicLink() && ((_a = findStats(systemPath, import_node_fs6.statSync)) == null ? void 0 : _a.isDirectory()) === true;
}
function findStats(systemPath, stat) {
  try {
    return stat(systemPath);
  } catch (error) {
    const code = errorCode(error);
    if (code !== void 0 && absences.includes(code)) return void 0;
    throw error;
  }
}
function join(folder, name) {
  if (folder === "") return name;
  return folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}
var import_node_fs6, gitFolder, absences;
var init_path_walk = __esm({
  "src/key/path-walk.ts"() {
    "use strict";
    import_node_fs6 = require("fs");
    init_errors();
    init_regular_file();
    init_text_bytes();
    gitFolder = ".git";
    absences = ["ENOENT", "ENOTDIR", "ENAMETOOLONG"];
  }
});

// src/key/file-tree.ts
async function findTree(reader, root) {
  let kind;
  try {
    kind = (0, import_node_fs7.lstatSync)(reader.toSystemPath(root));
  } catch (error) {
    reader.problems.push(toProblem(root, error));
    return true;
  }
  return readPath(reader, root, kind, []);
}
function readPath(reader, path13, kind, above) {
  if (reader.isExcluded(path13)) return true;
  if (kind.isSymbolicLink() || kind.isDirectory()) return readBranch(reader, path13, kind, above);
  try {
    if (path13.includes(replacementCharacter)) refuseTwin(reader.toSystemPath(path13));
    if (reader.files.has(path13)) return true;
    reader.files.set(path13, { path: path13 });
    addToBatch(reader, path13);
  } catch (error) {
    reader.problems.push(toProblem(path13, error));
  }
  return true;
}
async function readBranch(reader, path13, kind, above) {
  if (reader.pacer.isDue()) await reader.pacer.pause();
  try {
    const place = findPlace(reader, path13, above);
    refuseTwin(place);
    return await (kind.isSymbolicLink() ? readLink : readFolder)(reader, path13, place, above);
  } catch (error) {
    reader.problems.push(toProblem(path13, error));
    return true;
  }
}
function findPlace({ toSystemPath }, path13, above) {
  const folder = above[above.length - 1];
  return folder === void 0 ? toSystemPath(path13) : join(folder, path13.slice(path13.lastIndexOf("/") + 1));
}
async function readFolder(reader, path13, place, above) {
  const realPath = (0, import_node_fs7.realpathSync)(place);
  if (above.includes(realPath)) throw new UncountableError("is a link into a folder that it lies in, a loop");
  const here = [...above, realPath];
  const folder = path13 === "." ? "" : path13;
  let hasContent = false;
  for (const entry of (0, import_node_fs7.readdirSync)(realPath, { withFileTypes: true })) {
    if (entry.name === gitFolder) continue;
    const isThere = readPath(reader, join(folder, entry.name), entry, here);
    if (isThere === true || await isThere) hasContent = true;
  }
  return hasContent;
}
async function readLink(reader, path13, place, above) {
  const link = readLinkText(place);
  const stats = (0, import_node_fs7.statSync)(place);
  const realPath = (0, import_node_fs7.realpathSync)(place);
  if (reader.isOutside(realPath) && !reader.files.has(path13)) reader.onLinkOutside(path13, realPath);
  reader.files.set(path13, { path: path13, link });
  if (!stats.isDirectory()) {
    addToBatch(reader, path13);
    return true;
  }
  countPath(reader, path13, place);
  await readFolder(reader, path13, realPath, above);
  return true;
}
function countPath({ followed }, path13, place) {
  const count = (followed.get(place) ?? 0) + 1;
  followed.set(place, count);
  if (count <= mostPathsOfLink) return;
  throw new UserError(
    `cache-on: more than ${mostPathsOfLink} paths lead to the same link, ${quoteOdd(path13)} among them`,
    "Links to folders that hold such links multiply. Exclude them with an entry that starts with `!`, as `!**~node_modules`."
  );
}
function addToBatch({ unread, batch, toSystemPath }, path13) {
  if (unread.has(path13)) return;
  unread.add(path13);
  batch.add(toSystemPath(path13));
}
async function readContents({
  files,
  unread,
  batch,
  problems
}) {
  const order = [...files.values()].sort(({ path: one }, { path: other }) => one < other ? -1 : 1);
  const results = await batch.finish();
  let place = 0;
  for (const file of unread) {
    const result = results[place++];
    const found = files.get(file);
    if (found === void 0 || result === void 0) continue;
    if ("content" in result) {
      found.content = result.content;
    } else {
      files.delete(file);
      problems.push(toProblem(file, result.error));
    }
  }
  return files.size === order.length ? order : order.filter((file) => files.has(file.path));
}
function isBeneath(realPath, folder) {
  const relative = import_node_path5.default.relative(folder, realPath);
  return relative !== ".." && !relative.startsWith(`..${import_node_path5.default.sep}`) && !import_node_path5.default.isAbsolute(relative);
}
function toProblem(path13, error) {
  if (error instanceof UncountableError) return { path: path13, reason: error.message };
  if (errorCode(error) === void 0) throw error;
  return { path: path13, reason: describeSystemError(error) };
}
function describeSystemError(error) {
  switch (errorCode(error)) {
    case "ENOENT":
      return "is a link that leads nowhere, or its name is not UTF-8";
    case "ELOOP":
      return "is a loop of links";
    case "EACCES":
    case "EPERM":
      return "may not be read by this user";
    default:
      return `can't be read: ${describeError(error)}`;
  }
}
var import_node_fs7, import_node_path5, mostPathsOfLink;
var init_file_tree = __esm({
  "src/key/file-tree.ts"() {
    "use strict";
    import_node_fs7 = require("fs");
    import_node_path5 = __toESM(require("path"));
    init_errors();
    init_path_walk();
    init_regular_file();
    init_text_bytes();
    mostPathsOfLink = 1e4;
  }
});

// node_modules/balanced-match/dist/esm/index.js
var range;
var init_esm = __esm({
  "node_modules/balanced-match/dist/esm/index.js"() {
    range = (a, b, str) => {
      let begs, beg, left, right = void 0, result;
      let ai = str.indexOf(a);
      let bi = str.indexOf(b, ai + 1);
      let i = ai;
      if (ai >= 0 && bi > 0) {
        if (a === b) {
          return [ai, bi];
        }
        begs = [];
        left = str.length;
        while (i >= 0 && !result) {
          if (i === ai) {
            begs.push(i);
            ai = str.indexOf(a, i + 1);
          } else if (begs.length === 1) {
            const r = begs.pop();
            if (r !== void 0)
              result = [r, bi];
          } else {
            beg = begs.pop();
            if (beg !== void 0 && beg < left) {
              left = beg;
              right = bi;
            }
            bi = str.indexOf(b, i + 1);
          }
          i = ai < bi && ai >= 0 ? ai : bi;
        }
        if (begs.length && right !== void 0) {
          result = [left, right];
        }
      }
      return result;
    };
  }
});

// node_modules/brace-expansion/dist/esm/index.js
function numeric(str) {
  return !isNaN(str) ? parseInt(str, 10) : str.charCodeAt(0);
}
function escapeBraces(str) {
  return str.replace(slashPattern, escSlash).replace(openPattern, escOpen).replace(closePattern, escClose).replace(commaPattern, escComma).replace(periodPattern, escPeriod);
}
function unescapeBraces(str) {
  return str.replace(escSlashPattern, "\\").replace(escOpenPattern, "{").replace(escClosePattern, "}").replace(escCommaPattern, ",").replace(escPeriodPattern, ".");
}
function pushAll(target, items) {
  for (let i = 0; i < items.length; i++) {
    target.push(items[i]);
  }
}
function balancedWithBudget(str, masked, budget) {
  if (budget.remaining < 0) {
    return void 0;
  }
  const r = range("{", "}", masked);
  const unmatched = r !== void 0 && masked.indexOf("{") < r[0];
  budget.remaining -= r && !unmatched ? r[1] + 1 : str.length;
  if (!r || budget.remaining < 0) {
    return void 0;
  }
  return {
    end: r[1],
    pre: str.slice(0, r[0]),
    body: str.slice(r[0] + 1, r[1]),
    post: str.slice(r[1] + 1),
    unmatched
  };
}
function maskUnmatchedOpens(masked, budget) {
  budget.remaining -= masked.length;
  const open = [];
  for (let i = 0; i < masked.length; i++) {
    const c = masked.charCodeAt(i);
    if (c === 123) {
      open.push(i);
    } else if (c === 125 && open.length) {
      open.pop();
    }
  }
  let out = "";
  let last = 0;
  for (let i = 0; i < open.length; i++) {
    const at = open[i];
    out += masked.slice(last, at) + "\0";
    last = at + 1;
  }
  return out + masked.slice(last);
}
function commaSetFollows(str, budget) {
  budget.remaining -= str.length;
  if (budget.remaining < 0) {
    return false;
  }
  let close = false;
  for (let i = str.length - 1; i >= 0; i--) {
    const c = str.charCodeAt(i);
    if (c === 125) {
      close = true;
    } else if (c === 10 || c === 13 || c === 8232 || c === 8233) {
      close = false;
    } else if (c === 44 && close && str.charCodeAt(i + 1) !== 44) {
      return true;
    }
  }
  return false;
}
function parseCommaParts(str, budget) {
  const parts = [];
  let carry = "";
  for (; ; ) {
    const m = balancedWithBudget(str, str, budget);
    if (budget.remaining < 0) {
      return void 0;
    }
    if (!m) {
      const tail = str.split(",");
      tail[0] = carry + tail[0];
      pushAll(parts, tail);
      return parts;
    }
    const { pre, body, post } = m;
    const p = pre.split(",");
    p[0] = carry + p[0];
    p[p.length - 1] += "{" + body + "}";
    if (!post.length) {
      pushAll(parts, p);
      return parts;
    }
    carry = p.pop();
    pushAll(parts, p);
    str = post;
  }
}
function bound(value, fallback) {
  return value === void 0 || isNaN(value) ? fallback : value;
}
function expand(str, options = {}) {
  if (!str) {
    return [];
  }
  const max = bound(options.max, EXPANSION_MAX);
  const maxLength = bound(options.maxLength, EXPANSION_MAX_LENGTH);
  const maxDepth = bound(options.maxDepth, EXPANSION_MAX_DEPTH);
  const maxRewrites = bound(options.maxRewrites, EXPANSION_MAX_REWRITES);
  const maxSteps = bound(options.maxSteps, EXPANSION_MAX_STEPS);
  if (str.slice(0, 2) === "{}") {
    str = "\\{\\}" + str.slice(2);
  }
  return expand_(escapeBraces(str), max, maxLength, maxDepth, 0, maxRewrites, { remaining: maxSteps }, true).map(unescapeBraces);
}
function embrace(str) {
  return "{" + str + "}";
}
function isPadded(el) {
  return /^-?0\d/.test(el);
}
function lte(i, y) {
  return i <= y;
}
function gte(i, y) {
  return i >= y;
}
function combine(acc, pre, values, max, maxLength, dropEmpties, budget) {
  const out = [];
  let length = 0;
  let nonEmpty;
  outer: for (let a = 0; a < acc.length; a++) {
    const prefix = acc[a] + pre;
    let vs = values;
    if (dropEmpties && !prefix) {
      if (!nonEmpty)
        nonEmpty = values.filter((v) => v);
      vs = nonEmpty;
    }
    for (let v = 0; v < vs.length; v++) {
      if (out.length >= max)
        break outer;
      const expansion = prefix + vs[v];
      if (length + expansion.length > maxLength)
        break outer;
      out.push(expansion);
      length += expansion.length;
    }
  }
  budget.remaining -= out.length;
  return out;
}
function expandSequence(body, isAlphaSequence, max, maxLength, budget) {
  const n = body.split(/\.\./);
  const N = [];
  if (n[0] === void 0 || n[1] === void 0) {
    return N;
  }
  const x = numeric(n[0]);
  const y = numeric(n[1]);
  const width = Math.max(n[0].length, n[1].length);
  let incr = n.length === 3 && n[2] !== void 0 ? Math.max(Math.abs(numeric(n[2])), 1) : 1;
  let test = lte;
  const reverse = y < x;
  if (reverse) {
    incr *= -1;
    test = gte;
  }
  const pad = n.some(isPadded);
  const cost = pad ? width : 1;
  let length = 0;
  for (let i = x; test(i, y) && N.length < max; i += incr) {
    budget.remaining -= cost;
    if (budget.remaining < 0) {
      return void 0;
    }
    let c;
    if (isAlphaSequence) {
      c = String.fromCharCode(i);
      if (c === "\\") {
        c = "";
      }
    } else {
      c = String(i);
      if (pad) {
        const need = width - c.length;
        if (need > 0) {
          const z = new Array(need + 1).join("0");
          if (i < 0) {
            c = "-" + z + c.slice(1);
          } else {
            c = z + c;
          }
        }
      }
    }
    if (length + c.length > maxLength)
      break;
    N.push(c);
    length += c.length;
  }
  return N;
}
function expand_(str, max, maxLength, maxDepth, depth, maxRewrites, budget, isTop) {
  budget.remaining -= CALL_STEPS;
  if (depth > maxDepth) {
    return [str];
  }
  let acc = [""];
  let rewrites = 0;
  let dropEmpties = false;
  let firstGroup = true;
  let masked = str;
  for (; ; ) {
    const m = balancedWithBudget(str, masked, budget);
    if (!m) {
      return combine(acc, str, [""], max, maxLength, dropEmpties, budget);
    }
    if (m.unmatched) {
      masked = maskUnmatchedOpens(masked, budget);
    }
    const pre = m.pre;
    const literal = () => combine(acc, pre + "{" + m.body + "}" + m.post, [""], max, maxLength, dropEmpties, budget);
    if (/\$$/.test(pre)) {
      acc = combine(acc, pre + "{" + m.body + "}", [""], max, maxLength, dropEmpties && !m.post.length, budget);
      firstGroup = false;
      if (!m.post.length)
        break;
      str = m.post;
      masked = masked.slice(m.end + 1);
      continue;
    }
    const isNumericSequence = /^-?\d+\.\.-?\d+(?:\.\.-?\d+)?$/.test(m.body);
    const isAlphaSequence = /^[a-zA-Z]\.\.[a-zA-Z](?:\.\.-?\d+)?$/.test(m.body);
    const isSequence = isNumericSequence || isAlphaSequence;
    const isOptions = m.body.indexOf(",") >= 0;
    if (!isSequence && !isOptions) {
      if (rewrites < maxRewrites && commaSetFollows(m.post, budget)) {
        rewrites++;
        str = m.pre + "{" + m.body + escClose + m.post;
        masked = masked.slice(0, m.end) + escClose + masked.slice(m.end + 1);
        isTop = true;
        continue;
      }
      return literal();
    }
    if (firstGroup) {
      dropEmpties = isTop && !isSequence;
      firstGroup = false;
    }
    let values;
    if (isSequence) {
      values = expandSequence(m.body, isAlphaSequence, max, maxLength, budget);
      if (!values) {
        return literal();
      }
    } else {
      let n = parseCommaParts(m.body, budget);
      if (!n) {
        return literal();
      }
      if (n.length === 1 && n[0] !== void 0) {
        n = expand_(n[0], max, maxLength, maxDepth, depth + 1, maxRewrites, budget, false).map(embrace);
        if (budget.remaining < 0) {
          return literal();
        }
        if (n.length === 1) {
          const next2 = combine(acc, pre + n[0], [""], max, maxLength, dropEmpties && !m.post.length, budget);
          if (budget.remaining < 0) {
            return literal();
          }
          acc = next2;
          if (!m.post.length)
            break;
          str = m.post;
          masked = masked.slice(m.end + 1);
          continue;
        }
      }
      let dropsEmpties = dropEmpties && !m.post.length && !pre;
      for (let d = 0; dropsEmpties && d < acc.length; d++) {
        if (acc[d]) {
          dropsEmpties = false;
        }
      }
      values = [];
      let valuesLength = 0;
      outer: for (let j = 0; j < n.length; j++) {
        const expanded = expand_(n[j], max, maxLength, maxDepth, depth + 1, maxRewrites, budget, false);
        if (budget.remaining < 0) {
          return literal();
        }
        for (let k = 0; k < expanded.length; k++) {
          const v = expanded[k];
          if (dropsEmpties && !v)
            continue;
          if (values.length >= max || valuesLength + v.length > maxLength) {
            break outer;
          }
          values.push(v);
          valuesLength += v.length;
        }
      }
    }
    const next = combine(acc, pre, values, max, maxLength, dropEmpties && !m.post.length, budget);
    if (budget.remaining < 0) {
      return literal();
    }
    acc = next;
    if (!m.post.length)
      break;
    str = m.post;
    masked = masked.slice(m.end + 1);
  }
  return acc;
}
var escSlash, escOpen, escClose, escComma, escPeriod, escSlashPattern, escOpenPattern, escClosePattern, escCommaPattern, escPeriodPattern, slashPattern, openPattern, closePattern, commaPattern, periodPattern, EXPANSION_MAX, EXPANSION_MAX_LENGTH, EXPANSION_MAX_DEPTH, EXPANSION_MAX_REWRITES, EXPANSION_MAX_STEPS, CALL_STEPS;
var init_esm2 = __esm({
  "node_modules/brace-expansion/dist/esm/index.js"() {
    init_esm();
    escSlash = "\0SLASH" + Math.random().toFixed(16) + "\0";
    escOpen = "\0OPEN" + Math.random().toFixed(16) + "\0";
    escClose = "\0CLOSE" + Math.random().toFixed(16) + "\0";
    escComma = "\0COMMA" + Math.random().toFixed(16) + "\0";
    escPeriod = "\0PERIOD" + Math.random().toFixed(16) + "\0";
    escSlashPattern = new RegExp(escSlash, "g");
    escOpenPattern = new RegExp(escOpen, "g");
    escClosePattern = new RegExp(escClose, "g");
    escCommaPattern = new RegExp(escComma, "g");
    escPeriodPattern = new RegExp(escPeriod, "g");
    slashPattern = /\\\\/g;
    openPattern = /\\{/g;
    closePattern = /\\}/g;
    commaPattern = /\\,/g;
    periodPattern = /\\\./g;
    EXPANSION_MAX = 1e5;
    EXPANSION_MAX_LENGTH = 4e6;
    EXPANSION_MAX_DEPTH = 1e3;
    EXPANSION_MAX_REWRITES = 1e3;
    EXPANSION_MAX_STEPS = 2e7;
    CALL_STEPS = 16;
  }
});

// src/key/glob.ts
function parseGlob(pattern) {
  const doubled = pattern.replace(/\\\\/g, "$&$&");
  const paths = pattern.includes("{") ? expand(doubled, { max: maxExpansions + 1 }) : [pattern];
  if (paths.length > maxExpansions) throw new RangeError(`it stands for more than ${maxExpansions} patterns`);
  return paths.map(parsePath);
}
function parsePath(pattern) {
  const parts = pattern.split("/").filter((part, index) => part !== "." && (part !== "" || index === 0));
  return parts.map(parseSegment);
}
function parseSegment(text) {
  if (text === "**") return { kind: "globstar" };
  if (!/[*?[\\]/.test(text)) return { kind: "literal", text };
  const expression = toExpression(text);
  const namesDot = /^\\?\./.test(text);
  return { kind: "wildcard", matches: (name) => name.startsWith(".") === namesDot && expression.test(name) };
}
function toExpression(pattern) {
  const token2 = /\*+|\?|\[([!^]?)(\]?(?:\[:[a-z]+:\]|\\.|[^\]\\])*)\]|\\?(.)/gsu;
  const source = pattern.replace(token2, (whole, negation, set, character) => {
    if (whole.startsWith("*")) return ".*";
    if (whole === "?") return ".";
    return set === void 0 ? escapeCharacter(character ?? "") : `[${negation ? "^" : ""}${toCharacterSet(set)}]`;
  });
  return new RegExp(`^${source}$`, "su");
}
function toCharacterSet(set) {
  return set.replace(
    /\[:([a-z]+):\]|\\(.)|([^-])|-/gsu,
    (whole, name, escaped, character) => {
      if (name !== void 0) return characterClasses[name] ?? "";
      if (escaped === "-") return "\\-";
      return escapeCharacter(escaped ?? character ?? whole);
    }
  );
}
function escapeCharacter(character) {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}
function matchesGlob(glob, path13) {
  const [segment, ...laterSegments] = glob;
  const [part, ...laterParts] = path13;
  if (segment === void 0) return part === void 0;
  if (part === void 0) return false;
  switch (segment.kind) {
    case "literal":
      return segment.text === part && matchesGlob(laterSegments, laterParts);
    case "wildcard":
      return segment.matches(part) && matchesGlob(laterSegments, laterParts);
    case "globstar":
      if (laterSegments.length > 0 && matchesGlob(laterSegments, path13)) return true;
      return !part.startsWith(".") && (laterParts.length === 0 ? laterSegments.length === 0 : matchesGlob(glob, laterParts));
  }
}
var maxExpansions, characterClasses;
var init_glob = __esm({
  "src/key/glob.ts"() {
    "use strict";
    init_esm2();
    maxExpansions = 1e4;
    characterClasses = {
      alnum: "\\p{L}\\p{N}",
      alpha: "\\p{L}",
      ascii: "\\x00-\\x7f",
      blank: " \\t",
      cntrl: "\\p{Cc}",
      digit: "0-9",
      lower: "\\p{Ll}",
      punct: "!-\\/:-@\\[-`\\{-~",
      space: "\\s",
      upper: "\\p{Lu}",
      word: "\\w",
      xdigit: "0-9A-Fa-f"
    };
  }
});

// src/key/cache-on.ts
function parseCacheOnEntry(text) {
  if (text.startsWith("!"))
    return { kind: "exclusion", text: text.slice(1), globs: parsePattern(text.slice(1)) };
  const [, file, select] = /^(.+\.json)#([.[].*)$/s.exec(text) ?? [];
  return file === void 0 || select === void 0 ? { kind: "paths", text, globs: parsePattern(text) } : { kind: "json", text, file, globs: parsePattern(file), select: parseJsonPath(select) };
}
async function readCacheOn(entries, cacheOnMissing, batch, {
  workingDirectory,
  pacer,
  say: say2,
  warn
}) {
  const jsonValues = /* @__PURE__ *~ new Map();
  const realDirectory = (0, import_node_fs8.realpathSync)(workingDirectory);
  const toSystemPath = (text) => import_node_path6.default.resolve(workingDirectory, text);
  const exclusions = entries.flatMap(
    (entry) => entry.kind === "exclusion" ? [readExclusion(entry, toSystemPath)] : []
  );
  const reader = {
    batch,
    toSystemPath,
    isExcluded: (text) => isExcluded(text, exclusions, toSystemPath),
    isOutside: (systemPath) => !isBeneath(systemPath, realDirectory),
    onLinkOutside: (text, systemPath) => say2(`${quoteOdd(text)} is a link out of the working directory, to ${quoteOdd(systemPath)}`),
    files: /* @__PURE__ *~ new Map(),
    unread: /* @__PURE__ *~ new Set(),
    pacer,
    followed: /* @__PURE__ *~ new Map(),
    problems: []
  };
  const problems = [];
  for (const entry of entries) {
    if (entry.kind === "exclusion") continue;
    const { paths, unreadable } = await findEntryPaths(entry, toSystemPath, pacer);
    const uncounted = unreadable.filter(({ path: found }) => !reader.isExcluded(found));
    reader.problems.push(...uncounted);
    if (paths.length > 0 && paths.every(reader.isExcluded)) {
      problems.push(`${quoteOdd(entry.text)}: all of it is excluded`);
    } else if (paths.length === 0 && uncounted.length === 0) {
      problems.push(await describeMissing(entry.text, toSystemPath, pacer));
    }
    for (const found of paths) {
      if (entry.kind === "paths") {
        if (!await findTree(reader, found))
          problems.push(`${quoteOdd(entry.text)}: the folder ${quoteOdd(found)} is empty`);
      } else if (!reader.isExcluded(found)) {
        try {
          const value = readJsonValue(found, entry.select, toSystemPath(found));
          if (value.sha256 === null) say2(`${quoteOdd(entry.text)}: ${quoteOdd(found)} has no such value`);
          jsonValues.set(JSON.stringify([value.path, value.select]), value);
        } catch (error) {
          problems.push(describeUnreadable(entry.text, found, error));
        }
      }
    }
  }
  const files = await readContents(reader);
  problems.push(...reader.problems.map(({ path: path13, reason }) => `${quoteOdd(path13)} ${reason}`));
  report([...new Set(problems)], cacheOnMissing, warn);
  return { files, jsonValues: [...jsonValues.values()] };
}
function report(problems, cacheOnMissing, warn) {
  if (problems.length === 0) return;
  const text = `cache-on has entries that match nothing or can't be read:
${problems.map((problem) => `  ${problem}`).join("\n")}`;
  if (cacheOnMissing === "fail") {
    throw new UserError(
      text,
      "An image would be reused though it may be stale. Correct the entries, exclude such paths with an entry that starts with `!`, or set cache-on-missing: warn."
    );
  }
  warn(text);
}
function parsePattern(text) {
  try {
    return parseGlob(text);
  } catch (error) {
    throw new OptionError(
      `cache-on: ${JSON.stringify(text)} is not a pattern: ${describeError(error)}`,
      "A backslash before a character takes it as it is.",
      error
    );
  }
}
async function findEntryPaths(entry, toSystemPath, pacer) {
  const text = entry.kind === "json" ? entry.file : entry.text;
  if (text === "") return { paths: [], unreadable: [] };
  const toKeyPath = (found) => relativePath(found, toSystemPath("."));
  const unreadable = [];
  const onUnreadable = (found, error) => {
    unreadable.push(toProblem(toKeyPath(found), error));
  };
  if (isNameOf(text, toSystemPath)) return { paths: [toKeyPath(text)], unreadable };
  const paths = (await findPaths(entry.globs, toSystemPath, pacer, onUnreadable)).filter((found) => !text.endsWith("/") || isFolder(toSystemPath(found), true)).map(toKeyPath);
  return { paths, unreadable };
}
function readExclusion({ text, globs }, toSystemPath) {
  const directory = toSystemPath(".");
  if (isNameOf(text, toSystemPath)) {
    return { globs: [relativePath(text, directory).split("/").map(toLiteral)], onlyFolders: false };
  }
  return { globs: globs.map((glob) => toRelativeGlob(glob, directory)), onlyFolders: text.endsWith("/") };
}
function toLiteral(text) {
  return { kind: "literal", text };
}
function toRelativeGlob(glob, directory) {
  const segments = [];
  for (const segment of glob) {
    const previous = segments[segments.length - 1];
    const leadsBack = segment.kind === "literal" && segment.text === "..";
    if (leadsBack && (previous == null ? void 0 : previous.kind) === "literal" && !["", ".."].includes(previous.text)) segments.pop();
    else segments.push(segment);
  }
  const names = [];
  for (const segment of segments) {
    if (segment.kind !== "literal") break;
    names.push(segment.text);
  }
  if (names[0] !== "") return segments;
  const relative = relativePath(names.join("/") || "/", directory);
  const start = relative === "." ? [] : relative === "/" ? [""] : relative.split("/");
  return [...start.map(toLiteral), ...segments.slice(names.length)];
}
function isExcluded(text, exclusions, toSystemPath) {
  if (exclusions.length === 0) return false;
  const parts = text.split("/");
  return parts.some(
    (part, index) => part !== "." && part !== ".." && exclusions.some(
      ({ globs, onlyFolders }) => globs.some((glob) => matchesGlob(glob, parts.slice(0, index + 1))) && (!onlyFolders || index < parts.length - 1 || isFolder(toSystemPath(text), false))
    )
  );
}
function isNameOf(text, toSystemPath) {
  if (text === "") return false;
  if (text.endsWith("/")) return isFolder(toSystemPath(text), false);
  try {
    return findStats(toSystemPath(text), import_node_fs8.lstatSync) !== void 0;
  } catch (error) {
    if (errorCode(error) === void 0) throw error;
    return false;
  }
}
function isFolder(systemPath, unknown) {
  try {
    return (0, import_node_fs8.statSync)(systemPath).isDirectory();
  } catch (error) {
    if (errorCode(error) === void 0) throw error;
    return unknown;
  }
}
function readJsonValue(file, select, systemPath) {
  refuseTwin(systemPath);
  const value = selectJson(readTextFile(systemPath), select);
  const sha2562 = value === void 0 ? null : (0, import_node_crypto3.createHash)("sha256").update(value).digest("hex");
  return { path: file, select, sha256: sha2562 };
}
function describeUnreadable(text, file, error) {
  const isOfFile = error instanceof UncountableError || error instanceof SyntaxError || errorCode(error) !== void 0;
  if (!isOfFile) throw error;
  const which = text.startsWith(`${file}#`) ? quoteOdd(text) : `${quoteOdd(text)}: ${quoteOdd(file)}`;
  return `${which} can't be read: ${describeError(error)}`;
}
async function describeMissing(text, toSystemPath, pacer) {
  const parts = text.split(/\s+/).filter((part) => part !== "");
  const matches = async (part) => {
    const entry = parseCacheOnEntry(part);
    return entry.kind !== "exclusion" && (await findEntryPaths(entry, toSystemPath, pacer)).paths.length > 0;
  };
  if (parts.length > 1 && (await Promise.all(parts.map(matches))).every((isThere) => isThere)) {
    return `${quoteOdd(text)}: matches nothing as one path; write it as a list: ${parts.map((part) => `"${part}"`).join(", ")}`;
  }
  return `${JSON.stringify(text)} matches nothing`;
}
var import_node_crypto3, import_node_fs8, import_node_path6;
var init_cache_on = __esm({
  "src/key/cache-on.ts"() {
    "use strict";
    import_node_crypto3 = require("crypto");
    import_node_fs8 = require("fs");
    import_node_path6 = __toESM(require("path"));
    init_errors();
    init_relative_path();
    init_file_tree();
    init_glob();
    init_json_path();
    init_path_walk();
    init_regular_file();
    init_text_bytes();
  }
});

// src/key/dockerfile/path-pattern.ts
function hasWildcard(part) {
  return /^(?:[^*?[\\]|\\.)*[*?[]/s.test(part);
}
function toPartExpression(pattern) {
  const token2 = /\*|\?|\[(\^?)((?:\\.|[^\]\\])*)\]|\\(.)|[^\\[]/gsu;
  let source = "";
  let length = 0;
  for (const [whole, negation, set, escaped] of pattern.matchAll(token2)) {
    length += whole.length;
    if (whole === "*") source += "[^/]*";
    else if (whole === "?") source += "[^/]";
    else if (set === void 0) source += quote(escaped ?? whole);
    else {
      const ranges = toRanges(set);
      if (ranges === void 0) return void 0;
      source += `[${negation}${ranges}]`;
    }
  }
  return length === pattern.length ? new RegExp(`^${source}$`, "u") : void 0;
}
function toRanges(set) {
  const range2 = /(?:\\(.)|([^\\-]))(?:-(?:\\(.)|([^\\-])))?/gsuy;
  let source = "";
  let length = 0;
  for (const [whole, escapedFrom, plainFrom, escapedTo, plainTo] of set.matchAll(range2)) {
    length += whole.length;
    const from = escapedFrom ?? plainFrom ?? "";
    const to = escapedTo ?? plainTo ?? from;
    if ((from.codePointAt(0) ?? 0) <= (to.codePointAt(0) ?? 0))
      source += `${quoteInSet(from)}-${quoteInSet(to)}`;
  }
  return length === set.length && set !== "" ? source : void 0;
}
function quote(text) {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
function quoteInSet(character) {
  return /[\\\]^-]/.test(character) ? `\\${character}` : character;
}
var init_path_pattern = __esm({
  "src/key/dockerfile/path-pattern.ts"() {
    "use strict";
  }
});

// src/key/dockerfile/path-rules.ts
function parseRule(pattern, purpose) {
  const isNegated = pattern.startsWith("!");
  const plain = cleanPath(isNegated ? pattern.slice(1) : pattern);
  if (pattern === "" || pattern === "!") return void 0;
  const expression = isReadDifferently(plain, purpose) ? void 0 : toExpression2(plain);
  const parts = expression ? plain.split("/") : [];
  const deep = parts.findIndex((part) => part.includes("**") || part.includes("["));
  return {
    text: pattern,
    isNegated,
    plain,
    doubtfulResult: expression ? void 0 : isNegated === (purpose !== "include"),
    expression: expression ?? /^/,
    parts: parts.slice(0, deep < 0 ? parts.length : deep).flatMap((part) => toExpression2(part) ?? []),
    isDeep: expression === void 0 || deep >= 0
  };
}
function cleanPath(text) {
  return import_node_path7.default.posix.normalize(text).replace(/(.)\/$/, "$1");
}
function isReadDifferently(pattern, purpose) {
  const withoutSets = pattern.replace(/\[\^?[^\]\\[*?^]+\]/g, "");
  if (/[[\]]|\\(?:[\p{L}\p{N}]|$)/u.test(withoutSets)) return true;
  if (/[*?[]/.test(pattern) && withoutSets.includes("^")) return true;
  return purpose === "dockerignore" && /[+(){}|]|\*\*[^/]/.test(withoutSets);
}
function toExpression2(pattern) {
  const token2 = /\*\*\/?(?=(.?))|\*|\?|\[[^\]]*\]|\\(.)|./gsu;
  const isAtEnd = /^(?:\*\*[^*?[\\]*|[^*?[\\]*\*\*)$/.test(pattern);
  const any = isAtEnd ? ".*" : "[^\\n]*";
  const source = pattern.replace(token2, (whole, after, escaped) => {
    if (whole.startsWith("**")) {
      if (after === "") return any;
      return whole.endsWith("/") || !isAtEnd ? `(?:${any}/)?` : any;
    }
    if (whole === "*") return "[^/]*";
    if (whole === "?") return "[^/]";
    if (whole.length > 1 && whole.startsWith("[")) return whole;
    return quote(escaped ?? whole);
  });
  try {
    return new RegExp(`^${source}$`, "su");
  } catch {
    return void 0;
  }
}
var import_node_path7, PathRules;
var init_path_rules = __esm({
  "src/key/dockerfile/path-rules.ts"() {
    "use strict";
    import_node_path7 = __toESM(require("path"));
    init_path_pattern();
    PathRules = class _PathRules {
      constructor(rules, purpose) {
        this.rules = rules;
        this.purpose = purpose;
      }
      /** @param patterns without white space around them *~
      static parse(patterns, purpose) {
        return new _PathRules(
          patterns.flatMap((pattern) => parseRule(pattern, purpose) ?? []),
          purpose
        );
      }
      /** The patterns that are not applied as they are written, to count more rather than less. *~
      get doubtful() {
        return this.rules.filter((rule) => rule.doubtfulResult !== void 0).map((rule) => rule.text);
      }
      /**
       * Whether a path is matched, by itself or with the folder it is in.
       *
       * @param parent the state of that folder; empty at the top
       *~
      match(text, parent) {
        let isMatchedWhenAsked = false;
        let isMatchedAlways = false;
        const state2 = this.rules.map((rule, index) => {
          var _a, _b;
          const own = rule.doubtfulResult ?? rule.expression.test(text);
          const isAsked = rule.isNegated === isMatchedWhenAsked;
          const match = {
            whenAsked: ((_a = parent[index]) == null ? void 0 : _a.whenAsked) || isAsked && own,
            always: ((_b = parent[index]) == null ? void 0 : _b.always) || own
          };
          if (match.whenAsked) isMatchedWhenAsked = !rule.isNegated;
          if (match.always) isMatchedAlways = !rule.isNegated;
          return match;
        });
        const isMatched = isMatchedWhenAsked && (this.purpose === "include" || isMatchedAlways);
        return { isMatched, state: state2 };
      }
      /** Whether a pattern with `!` names something in a folder; up to 20.10 docker sends such a folder, even if empty. *~
      isWayBack(folder) {
        return this.rules.some(({ isNegated, plain }) => isNegated && plain.startsWith(`${folder}/`));
      }
      /**
       * Whether something in a folder may be matched where the folder is not, or the other way round.
       *
       * @param parts the parts of the folder's path
       *~
      mayDifferBeneath(parts, isMatched) {
        return this.rules.some((rule) => {
          if (rule.isNegated !== isMatched) return false;
          const isOnTheWay = rule.parts.every((part, index) => {
            const name = parts[index];
            return name === void 0 || part.test(name);
          });
          return isOnTheWay && (rule.isDeep || rule.parts.length > parts.length);
        });
      }
    };
  }
});

// src/key/dockerfile/docker-ignore.ts
function parseDockerIgnore(text) {
  const patterns = text.replace(/^\uFEFF/, "").split("\n").filter((line) => !line.startsWith("#")).map((line) => {
    const [, mark = "", pattern = ""] = /^(!?)(.*)$/s.exec(trimSpace(line)) ?? [];
    const path13 = trimSpace(pattern);
    return path13 === "" ? mark : mark + cleanPath(path13).replace(/^\/(?=.)/, "");
  });
  return PathRules.parse(patterns, "dockerignore");
}
function trimSpace(text) {
  const space = "[\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
  return text.replace(new RegExp(`^${space}|${space}$`, "g"), "");
}
var init_docker_ignore = __esm({
  "src/key/dockerfile/docker-ignore.ts"() {
    "use strict";
    init_path_rules();
  }
});

// src/key/copied-files.ts
async function readCopiedFiles(sources, options) {
  const reader = new ContextReader(options, await readIgnoreRules(options));
  for (const source of sources) await reader.readSource(source);
  return reader.finish();
}
async function readIgnoreRules(options) {
  const { context, dockerfile } = options;
  return (dockerfile === void 0 ? void 0 : await readIgnoreFile(`${dockerfile}.dockerignore`, options)) ?? await readIgnoreFile(import_node_path8.default.posix.join(context, ".dockerignore"), options) ?? noRules;
}
async function readIgnoreFile(file, { workingDirectory, say: say2 }) {
  const systemPath = import_node_path8.default.resolve(workingDirectory, file);
  if (!findStats(systemPath, import_node_fs9.statSync)) return void 0;
  try {
    const rules = parseDockerIgnore(readRegularFile(systemPath).toString());
    for (const pattern of rules.doubtful) {
      say2(
        `${quoteOdd(file)}: docker's versions read ${quoteOdd(pattern)} differently; what only this line excludes counts`
      );
    }
    return rules;
  } catch (error) {
    throw new UserError(
      `${quoteOdd(file)} can't be read: ${describeError(error)}`,
      "Correct or remove it.",
      error
    );
  }
}
function describeProblem(error) {
  if (error instanceof UncountableError) return error.message;
  switch (errorCode(error)) {
    case "ENOENT":
      return "is gone, or its name is not UTF-8";
    case "EACCES":
    case "EPERM":
      return "may not be read by this user";
    default:
      return `can't be read: ${describeError(error)}`;
  }
}
var import_node_fs9, import_node_path8, ContextReader, topPlace, noRules, noFilter;
var init_copied_files = __esm({
  "src/key/copied-files.ts"() {
    "use strict";
    import_node_fs9 = require("fs");
    import_node_path8 = __toESM(require("path"));
    init_errors();
    init_relative_path();
    init_docker_ignore();
    init_path_pattern();
    init_path_rules();
    init_path_walk();
    init_regular_file();
    init_text_bytes();
    ContextReader = class {
      constructor(options, ignoreRules) {
        this.options = options;
        this.ignoreRules = ignoreRules;
        this.files = /* @__PURE__ *~ new Map();
        this.problems = [];
        this.said = /* @__PURE__ *~ new Set();
        this.systemRoot = import_node_path8.default.resolve(options.workingDirectory, options.context);
        this.keyRoot = relativePath(options.context, options.workingDirectory);
      }
      async readSource(source) {
        const filter = {
          excludes: PathRules.parse(source.excludes, "exclude"),
          only: source.only === void 0 ? void 0 : PathRules.parse([source.only], "include")
        };
        let isThere = false;
        try {
          for (const match of source.isPattern ? await this.findMatches(source.path) : [source.path]) {
            const target = this.followLinks(match);
            if (target === void 0) continue;
            if (await this.readTop(target, filter, match === source.path)) isThere = true;
          }
        } catch (error) {
          this.addProblem(source.path, error);
          return;
        }
        if (!isThere && !source.isDoubtful) {
          this.sayOnce(`${source.instruction}: nothing in the build context matches ${quoteOdd(source.path)}`);
        }
      }
      finish() {
        if (this.problems.length > 0) {
          throw new UserError(
            `the Dockerfile copies files that can't be read:
${this.problems.map((line) => `  ${line}`).join("\n")}`,
            "Make it readable, or exclude it in .dockerignore: an image would be reused though it may be stale."
          );
        }
        return [...this.files.values()];
      }
      /**
       * Reads what one match of a source leads to.
       *
       * @param isNamed whether the source names it, so that even `.git` counts
       * @returns whether something is there that the ignore files leave in
       *~
      async readTop(target, filter, isNamed) {
        const parts = target === "." ? [] : target.split("/");
        let verdict = { place: topPlace, counts: true, isOpen: true, isWay: false };
        for (const part of parts) {
          verdict = this.judge(verdict.place, part, noFilter);
          if (!verdict.isOpen && !verdict.counts) return false;
        }
        if (!isNamed && import_node_path8.default.posix.basename(target) === gitFolder) {
          this.sayGit(target);
          return true;
        }
        const stats = findStats(this.toSystemPath(target), import_node_fs9.lstatSync);
        if (stats === void 0) return false;
        const isRoot = filter.only !== void 0 && stats.isDirectory();
        const place = { ...topPlace, path: target, ignored: verdict.place.ignored };
        return this.readEntry({ ...verdict, place, counts: verdict.counts && !isRoot }, filter);
      }
      /** What the rules say of an entry of a folder. *~
      judge(folder, name, { excludes, only }) {
        const place = folder.path === "." ? name : join(folder.path, name);
        const parts = [...folder.parts, name];
        const contextParts = place.split("/");
        const relative = parts.join("/");
        const ignored = this.ignoreRules.match(place, folder.ignored);
        const excluded = excludes.match(relative, folder.excluded);
        const included = only == null ? void 0 : only.match(relative, folder.included);
        const isIncluded = (included == null ? void 0 : included.isMatched) ?? true;
        return {
          place: {
            path: place,
            parts,
            ignored: ignored.state,
            excluded: excluded.state,
            included: (included == null ? void 0 : included.state) ?? []
          },
          counts: !ignored.isMatched && !excluded.isMatched && isIncluded,
          isOpen: (!ignored.isMatched || this.ignoreRules.mayDifferBeneath(contextParts, true)) && (!excluded.isMatched || excludes.mayDifferBeneath(parts, true)) && (isIncluded || ((only == null ? void 0 : only.mayDifferBeneath(parts, false)) ?? false)),
          isWay: ignored.isMatched && isIncluded && this.ignoreRules.isWayBack(place)
        };
      }
      /** @returns whether something was counted *~
      async readEntry({ place, counts, isOpen, isWay }, filter) {
        const systemPath = this.toSystemPath(place.path);
        try {
          const stats = (0, import_node_fs9.lstatSync)(systemPath);
          refuseTwin(systemPath);
          if (stats.isDirectory()) {
            const hasContent = isOpen && await this.readFolder(place, filter);
            if ((counts || isWay) && !hasContent) this.add(place.path, {});
            return counts || isWay || hasContent;
          }
          if (!counts) return false;
          if (stats.isSymbolicLink()) this.add(place.path, { link: readLinkText(systemPath) });
          else if (stats.isFile()) await this.readFile(place.path, systemPath);
          else this.addSpecial(place.path, stats);
          return true;
        } catch (error) {
          this.addProblem(place.path, error);
          return true;
        }
      }
      async readFolder(place, filter) {
        if (this.options.pacer.isDue()) await this.options.pacer.pause();
        let hasContent = false;
        for (const name of (0, import_node_fs9.readdirSync)(this.toSystemPath(place.path))) {
          const verdict = this.judge(place, name, filter);
          if (!verdict.counts && !verdict.isOpen) continue;
          if (name === gitFolder) {
            this.sayGit(verdict.place.path);
          } else if (await this.readEntry(verdict, filter)) {
            hasContent = true;
          }
        }
        return hasContent;
      }
      async readFile(contextPath, systemPath) {
        var _a;
        if ((_a = this.files.get(this.toKeyPath(contextPath))) == null ? void 0 : _a.content) return;
        this.add(contextPath, { content: await this.options.digester.digestFile(systemPath) });
      }
      addSpecial(contextPath, stats) {
        this.sayOnce(
          `${this.show(contextPath)} is ${stats.isFIFO() ? "a FIFO" : stats.isSocket() ? "a socket" : "a device"}: only its name counts`
        );
        this.add(contextPath, {});
      }
      /** @throws the error itself where it says nothing of the path: a file that changed while it was read, or a defect *~
      addProblem(contextPath, error) {
        if (errorCode(error) === void 0 && !(error instanceof UncountableError)) throw error;
        this.problems.push(`${this.show(contextPath)} ${describeProblem(error)}`);
      }
      add(contextPath, rest) {
        const keyPath = this.toKeyPath(contextPath);
        this.files.set(keyPath, { path: keyPath, ...rest });
      }
      /** The paths that a pattern of COPY stands for. `**` counts at any depth, more than docker takes without --parents. *~
      async findMatches(pattern) {
        const parts = pattern.split("/");
        const first = parts.findIndex((part) => part === "**" || hasWildcard(part));
        if (first < 0) return [pattern];
        const folder = this.followLinks(parts.slice(0, first).join("/") || ".");
        const found = /* @__PURE__ *~ new Set();
        if (folder !== void 0) await this.matchIn(folder, parts.slice(first), found);
        return found;
      }
      async matchIn(folder, [part = "", ...later], found) {
        const expression = part === "**" ? /^/ : toPartExpression(part);
        if (expression === void 0) return;
        if (this.options.pacer.isDue()) await this.options.pacer.pause();
        if (part === "**" && later.length > 0) await this.matchIn(folder, later, found);
        for (const entry of this.listFolder(folder)) {
          if (!expression.test(entry.name)) continue;
          const entryPath = folder === "." ? entry.name : join(folder, entry.name);
          if (later.length === 0) found.add(entryPath);
          else if (entry.isDirectory())
            await this.matchIn(entryPath, part === "**" ? [part, ...later] : later, found);
        }
      }
      listFolder(folder) {
        try {
          const systemPath = this.toSystemPath(folder);
          refuseTwin(systemPath);
          return (0, import_node_fs9.readdirSync)(systemPath, { withFileTypes: true });
        } catch (error) {
          const code = errorCode(error);
          if (code !== "ENOENT" && code !== "ENOTDIR") this.addProblem(folder, error);
          return [];
        }
      }
      /**
       * Where a path leads when its links are followed inside the context, each of which counts by its text.
       *
       * @returns undefined where there is nothing
       *~
      followLinks(start) {
        let done = [];
        let rest = start.split("/");
        for (let links = 0; links < 256; ) {
          const [part, ...later] = rest;
          if (part === void 0) return done.join("/") || ".";
          rest = later;
          if (part === "" || part === ".") continue;
          if (part === "..") {
            done = done.slice(0, -1);
            continue;
          }
          const next = [...done, part];
          const systemPath = this.toSystemPath(next.join("/"));
          const stats = findStats(systemPath, import_node_fs9.lstatSync);
          if (stats === void 0) return void 0;
          if (!stats.isSymbolicLink()) {
            done = next;
            continue;
          }
          const link = readLinkText(systemPath);
          this.add(next.join("/"), { link });
          if (link.startsWith("/")) done = [];
          rest = [...link.split("/"), ...later];
          links += 1;
        }
        return void 0;
      }
      toSystemPath(contextPath) {
        return join(this.systemRoot, contextPath);
      }
      toKeyPath(contextPath) {
        if (contextPath === ".") return this.keyRoot;
        return this.keyRoot === "." ? contextPath : join(this.keyRoot, contextPath);
      }
      /** A path for a sentence. *~
      show(contextPath) {
        return quoteOdd(this.toKeyPath(contextPath));
      }
      sayGit(contextPath) {
        this.sayOnce(
          `${this.show(contextPath)} is copied into the image but does not count: it differs with every checkout; exclude it in .dockerignore`
        );
      }
      sayOnce(line) {
        if (this.said.has(line)) return;
        this.said.add(line);
        this.options.say(line);
      }
    };
    topPlace = { path: ".", parts: [], ignored: [], excluded: [], included: [] };
    noRules = PathRules.parse([], "exclude");
    noFilter = { excludes: noRules, only: void 0 };
  }
});

// src/key/digest-batch.ts
var filesWorthHelp, toldFiles, DigestBatch;
var init_digest_batch = __esm({
  "src/key/digest-batch.ts"() {
    "use strict";
    init_digest_queue();
    filesWorthHelp = 1e3;
    toldFiles = 256;
    DigestBatch = class {
      /** @param startHelper undefined where no help is to be had *~
      constructor(digester, startHelper) {
        this.digester = digester;
        this.startHelper = startHelper;
        this.paths = [];
        this.queue = new DigestQueue();
        this.told = 0;
      }
      /** @param path one that the system can open *~
      add(path13) {
        var _a;
        this.paths.push(path13);
        if (this.paths.length === filesWorthHelp) this.helper = (_a = this.startHelper) == null ? void 0 : _a.call(this, this.queue);
        if (this.helper && this.paths.length - this.told >= toldFiles) this.tell(this.helper);
      }
      /** Digests what was added; results come in the order of the paths. *~
      async finish() {
        const { paths, queue, digester, helper } = this;
        if (helper) this.tell(helper);
        queue.close();
        const results = new Array(paths.length);
        await digester.digestQueued(paths, queue, (place, result) => {
          results[place] = result;
        });
        await (helper == null ? void 0 : helper.collect((place, content) => {
          results[place] = { content };
        }));
        for (const [place, path13] of paths.entries()) {
          if (results[place] === void 0) results[place] = await digester.tryFile(path13);
        }
        return results;
      }
      tell(helper) {
        helper.tell(this.paths.slice(this.told));
        this.told = this.paths.length;
        this.queue.offer(this.told);
      }
    };
  }
});

// src/key/dockerfile/dockerfile-text.ts
function parseDockerfile(text) {
  var _a;
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const { escapeCharacter: escapeCharacter2 = "\\" } = parseDirectives(lines);
  const { syntax } = parseDirectives(((_a = lines[0]) == null ? void 0 : _a.startsWith("#!")) ? lines.slice(1) : lines);
  const instructions = [];
  for (let at = 0; at < lines.length; ) {
    const { line, next } = joinLines(lines, at, escapeCharacter2);
    at = next;
    if (line.trim() === "") continue;
    const instruction = parseInstruction(line);
    const end = instruction.hasHeredoc ? skipHeredocs(instruction.text, lines, at) : at;
    instructions.push(end === void 0 ? { ...instruction, hasHeredoc: false } : instruction);
    at = end ?? at;
  }
  return { instructions, escapeCharacter: escapeCharacter2, syntax: syntax == null ? void 0 : syntax.split(" ")[0] };
}
function parseInstruction(line) {
  const text = line.trim();
  const [, name = "", after = ""] = /^([^\t\v\f\r ]+)(.*)$/s.exec(text) ?? [];
  const { flags, rest } = splitFlags(after);
  const json = parseJsonForm(rest);
  const inner = name.toUpperCase() === "ONBUILD" ? parseInstruction(rest) : void 0;
  const hasHeredoc = (inner == null ? void 0 : inner.hasHeredoc) ?? (/^(ADD|COPY|RUN)$/i.test(name) && json === void 0 && findHeredocs(text).length > 0);
  return { name: name.toUpperCase(), flags, rest, json, hasHeredoc, text };
}
function toWords(instruction) {
  return instruction.json ?? instruction.rest.split(/[\t\v\f\r ]+/).filter((word) => word !== "");
}
function splitQuotedWords(text, escapeCharacter2) {
  const mark = escapeCharacter2 === "`" ? "`" : "\\\\";
  const piece = new RegExp(`(?:'[^']*'?|"(?:${mark}.|[^"${mark}])*"?|${mark}.?|[^\\s'"${mark}])+`, "gsu");
  return text.match(piece) ?? [];
}
function isHeredocWord(word) {
  return toHeredoc(word) !== void 0;
}
function parseDirectives(lines) {
  const found = /* @__PURE__ *~ new Map();
  for (const line of lines) {
    const [, name = "", value = ""] = /^\s*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
    if (!/^(escape|syntax|check)$/i.test(name)) break;
    found.set(name.toLowerCase(), value);
  }
  const escapeCharacter2 = found.get("escape");
  const syntax = found.get("syntax");
  return { ...escapeCharacter2 === "`" && { escapeCharacter: escapeCharacter2 }, ...syntax !== void 0 && { syntax } };
}
function joinLines(lines, from, escapeCharacter2) {
  const continuation = escapeCharacter2 === "`" ? /(^|[^`])`[ \t]*$/ : /(^|[^\\])\\[ \t]*$/;
  let line = "";
  let at = from;
  while (at < lines.length) {
    const raw = (lines[at] ?? "").replace(/\r+$/, "");
    at += 1;
    if (/^\s*#/.test(raw) || /^\s*$/.test(raw)) {
      if (line === "") break;
      continue;
    }
    const joined = raw.replace(continuation, "$1");
    line += joined;
    if (joined === raw) break;
    if (line === "") line = " ";
  }
  return { line, next: at };
}
function splitFlags(text) {
  const flags = [];
  const word = /\s*(--(?:'(?:\\.|[^'\\])*'?|"(?:\\.|[^"\\])*"?|\\.?|[^\s'"\\])*)/sy;
  let at = 0;
  for (let match = word.exec(text); (match == null ? void 0 : match[1]) !== void 0; match = word.exec(text)) {
    at = word.lastIndex;
    if (match[1] === "--") break;
    const plain = match[1].replace(
      /'((?:\\.|[^'\\])*)'?|"((?:\\.|[^"\\])*)"?|\\(.?)/gs,
      (_, single, double, escaped) => {
        var _a;
        return ((_a = single ?? double) == null ? void 0 : _a.replace(/\\(.)/gs, "$1")) ?? escaped ?? "";
      }
    );
    const [, name = "", value] = /^--([^=]*)(?:=(.*))?$/s.exec(plain) ?? [];
    flags.push({ name, value });
  }
  return { flags, rest: text.slice(at).trim() };
}
function parseJsonForm(text) {
  if (!text.startsWith("[")) return void 0;
  try {
    const value = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : void 0;
  } catch {
    return void 0;
  }
}
function findHeredocs(line) {
  if (!line.includes("<<")) return [];
  const words = [""];
  const piece = /\s+|'[^']*'|"(?:\\.|[^"\\])*"|\\.?|<<\s*|\$\{[^}]*\}|[^\s'"\\]/gsy;
  let length = 0;
  for (const [part] of line.matchAll(piece)) {
    length += part.length;
    if (/^\s/.test(part)) words.push("");
    else words[words.length - 1] += part;
  }
  if (length < line.length) return [];
  return words.flatMap((word) => toHeredoc(word) ?? []);
}
function toHeredoc(word) {
  const [, dash, name] = /^\d*<<(-?)\s*([^<]+)$/.exec(word) ?? [];
  if (name === void 0) return void 0;
  const end = name.replace(
    /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/gs,
    (_, single, double, escaped) => single ?? (double == null ? void 0 : double.replace(/\\(["$\\])/g, "$1")) ?? escaped ?? ""
  );
  return { end, stripsTabs: dash === "-" };
}
function skipHeredocs(text, lines, from) {
  let at = from;
  for (const { end, stripsTabs } of findHeredocs(text)) {
    const isEnd = (line) => (stripsTabs ? line.replace(/^\t+/, "") : line).replace(/\r+$/, "") === end;
    while (at < lines.length && !isEnd(lines[at] ?? "")) at += 1;
    if (at === lines.length) return void 0;
    at += 1;
  }
  return at;
}
var init_dockerfile_text = __esm({
  "src/key/dockerfile/dockerfile-text.ts"() {
    "use strict";
  }
});

// src/key/dockerfile/mount.ts
function parseMounts(run2) {
  return run2.flags.flatMap((flag) => {
    if (flag.name !== "mount" || flag.value === void 0) return [];
    const fields = /* @__PURE__ *~ new Map();
    for (const [, quoted2, plain = ""] of flag.value.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
      const field = (quoted2 == null ? void 0 : quoted2.replace(/""/g, '"')) ?? plain;
      const at = field.indexOf("=");
      if (at > 0) fields.set(field.slice(0, at).toLowerCase(), field.slice(at + 1));
    }
    return [
      {
        type: fields.get("type") ?? "bind",
        source: fields.get("source") ?? fields.get("src") ?? "",
        from: fields.get("from") ?? ""
      }
    ];
  });
}
var init_mount = __esm({
  "src/key/dockerfile/mount.ts"() {
    "use strict";
  }
});

// src/key/dockerfile/variables.ts
function toPlatformArgs(platform) {
  const [os2 = "", architecture = "", variant = ""] = platform.split("/");
  return new Map([
    ["TARGETPLATFORM", platform],
    ["TARGETOS", os2],
    ["TARGETARCH", architecture],
    ["TARGETVARIANT", variant],
    ["TARGETOSVERSION", ""],
    ...["TARGETSTAGE", "BUILDPLATFORM", "BUILDOS", "BUILDOSVERSION", "BUILDARCH", "BUILDVARIANT"].map(
      (name) => [name, void 0]
    )
  ]);
}
function toPlatformSpellings(platform) {
  const [os2 = "", architecture = "", variant = ""] = platform.split("/");
  const usual = { arm64: "v8", arm: "v7" };
  const own = usual[architecture];
  if (own === void 0 || variant !== "" && variant !== own) return [platform];
  const [short, long] = [`${os2}/${architecture}`, `${os2}/${architecture}/${own}`];
  return variant === "" ? [short, long] : [long, short];
}
var predefined, StageVariables;
var init_variables = __esm({
  "src/key/dockerfile/variables.ts"() {
    "use strict";
    predefined = new Set(
      ["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY"].flatMap((name) => [
        name,
        name.toLowerCase()
      ])
    );
    StageVariables = class {
      /**
       * @param globals the arguments that ARG may take over from before the first FROM
       * @param given the values of `--build-arg`
       * @param isOpen whether the image that the stage starts from may have variables of its own
       * @param parent the variables of the stage that it is built on
       *~
      constructor(globals, given, isOpen, parent) {
        this.globals = globals;
        this.given = given;
        this.isOpen = isOpen;
        this.lookUp = (name) => {
          if (this.values.has(name)) return this.values.get(name);
          return this.isOpen || predefined.has(name) || name === "PATH" ? void 0 : null;
        };
        this.values = new Map(parent == null ? void 0 : parent.values);
      }
      setEnv(name, value) {
        this.values.set(name, value);
      }
      /** @param standard the default: undefined for none, else a function that gives its value *~
      declareArg(name, standard) {
        const value = this.given.has(name) ? { text: this.given.get(name) } : standard ? { text: standard() } : this.globals.has(name) ? { text: this.globals.get(name) } : void 0;
        if (value) this.values.set(name, value.text);
      }
    };
  }
});

// src/key/dockerfile/word.ts
function expandWord(word, escapeCharacter2, lookUp2) {
  try {
    return new WordReader([...word], escapeCharacter2, lookUp2).read();
  } catch (error) {
    if (error instanceof WordError) return void 0;
    throw error;
  }
}
function concatenate(one, other) {
  return one === void 0 || other === void 0 ? void 0 : one + other;
}
function toText(value) {
  return value === null ? "" : value;
}
function trimPattern(value, modifier, word) {
  const isLongest = word.startsWith(modifier);
  const expression = new RegExp(`^(?:${toExpression3(isLongest ? word.slice(1) : word)})$`, "u");
  const characters = [...value];
  const counts = characters.map((_, index) => index).concat(characters.length);
  for (const count of isLongest ? counts.reverse() : counts) {
    const isStart = modifier === "#";
    const cut = isStart ? count : characters.length - count;
    const [start, end] = [characters.slice(0, cut).join(""), characters.slice(cut).join("")];
    if (expression.test(isStart ? start : end)) return isStart ? end : start;
  }
  return value;
}
function toExpression3(pattern) {
  return pattern.replace(/\\(.?)|\*|\?|[$()+./[\]^{|}]/gsu, (token2, escaped) => {
    if (token2 === "*") return ".*";
    if (token2 === "?") return ".";
    if (escaped === void 0) return `\\${token2}`;
    if (escaped === "}" || escaped === "/") return `\\${escaped}`;
    if (!/^[*?\\]$/.test(escaped)) throw new WordError();
    return `\\${escaped}`;
  });
}
var WordError, WordReader;
var init_word = __esm({
  "src/key/dockerfile/word.ts"() {
    "use strict";
    WordError = class extends Error {
    };
    WordReader = class {
      constructor(characters, escapeCharacter2, lookUp2) {
        this.characters = characters;
        this.escapeCharacter = escapeCharacter2;
        this.lookUp = lookUp2;
        this.at = 0;
      }
      read() {
        return this.readUntil(void 0, false);
      }
      /** @param keepsEscapes whether escape characters stay, as in the patterns of `${name#pattern}` *~
      readUntil(stop, keepsEscapes) {
        let result = "";
        for (let next = this.peek(); next !== void 0; next = this.peek()) {
          if (next === stop) {
            this.at += 1;
            return result;
          }
          result = concatenate(result, this.readPiece(keepsEscapes));
        }
        if (stop !== void 0) throw new WordError();
        return result;
      }
      readPiece(keepsEscapes) {
        const first = this.take();
        switch (first) {
          case "'":
            return this.readSingleQuoted();
          case '"':
            return this.readDoubleQuoted(keepsEscapes);
          case "$":
            return this.readVariable();
          case this.escapeCharacter:
            return (keepsEscapes ? first : "") + (this.peek() === void 0 ? "" : this.take());
          default:
            return first;
        }
      }
      readSingleQuoted() {
        const end = this.characters.indexOf("'", this.at);
        if (end < 0) throw new WordError();
        const text = this.characters.slice(this.at, end).join("");
        this.at = end + 1;
        return text;
      }
      readDoubleQuoted(keepsEscapes) {
        let result = "";
        for (let next = this.take(); next !== '"'; next = this.take()) {
          let piece = next;
          if (next === "$") {
            piece = this.readVariable();
          } else if (next === this.escapeCharacter) {
            const after = this.peek();
            if (after === '"' || after === "$" || after === this.escapeCharacter) {
              piece = (keepsEscapes ? next : "") + this.take();
            }
          }
          result = concatenate(result, piece);
        }
        return result;
      }
      /** What follows a `$`. *~
      readVariable() {
        if (this.peek() !== "{") {
          const name2 = this.readName();
          return name2 === "" ? "$" : toText(this.lookUp(name2));
        }
        this.at += 1;
        const name = this.readName();
        if (name === "") throw new WordError();
        const operator = this.take();
        if (operator === "}") return toText(this.lookUp(name));
        if (operator === "/") return this.readReplacement(name);
        const isColon = operator === ":";
        return this.readModifier(name, isColon ? this.take() : operator, isColon);
      }
      readModifier(name, modifier, emptyIsUnset) {
        if (!/^[-+?#%]$/.test(modifier)) throw new WordError();
        const isPattern = modifier === "#" || modifier === "%";
        const word = this.readUntil("}", isPattern);
        const value = this.lookUp(name);
        if (value === void 0) return void 0;
        const isSet = value !== null && !(emptyIsUnset && value === "");
        switch (modifier) {
          case "-":
            return isSet ? toText(value) : word;
          case "+":
            return isSet ? word : "";
          case "?":
            if (!isSet) throw new WordError();
            return toText(value);
          default:
            return word === void 0 ? void 0 : trimPattern(value ?? "", modifier, word);
        }
      }
      /** `${name/pattern/text}` for the first match, `${name//pattern/text}` for all. *~
      readReplacement(name) {
        const isGlobal = this.peek() === "/";
        if (isGlobal) this.at += 1;
        const pattern = this.readUntil("/", true);
        const replacement = this.readUntil("}", true);
        const value = this.lookUp(name);
        if (pattern === void 0 || replacement === void 0 || value === void 0) return void 0;
        const source = toExpression3(pattern);
        if (isGlobal && (replacement.includes("$") || new RegExp(source, "u").test(""))) return void 0;
        return (value ?? "").replace(new RegExp(source, isGlobal ? "gu" : "u"), () => replacement);
      }
      /** Letters, digits and `_`; a number; or one of the shell's special parameters, which are never set. *~
      readName() {
        const rest = this.characters.slice(this.at).join("");
        const [name = ""] = new RegExp("^(?:\\p{Nd}+|[@*#?\\-$!]|[\\p{L}_][\\p{L}\\p{Nd}_]*)", "u").exec(rest) ?? [];
        this.at += [...name].length;
        return name;
      }
      peek() {
        return this.characters[this.at];
      }
      take() {
        const character = this.peek();
        if (character === void 0) throw new WordError();
        this.at += 1;
        return character;
      }
    };
  }
});

// src/key/dockerfile/stage-walk.ts
function toContextPath(text) {
  return cleanPath(import_node_path9.default.posix.join("/", text)).slice(1) || ".";
}
function toStageNumber(text) {
  return /^[+-]?\d+$/.test(text) ? Number(text) : void 0;
}
function splitAtSpace(text) {
  const [, name = "", value] = /^(\S+)\s+(.*)$/s.exec(text) ?? [];
  return [name, value];
}
function shorten({ text }) {
  const line = text.replace(/[\s\p{C}]+/gu, " ");
  return line.length > 80 ? `${line.slice(0, 79)}\u2026` : line;
}
var import_node_path9, remote, StageWalk;
var init_stage_walk = __esm({
  "src/key/dockerfile/stage-walk.ts"() {
    "use strict";
    import_node_path9 = __toESM(require("path"));
    init_build_options();
    init_dockerfile_text();
    init_mount();
    init_path_rules();
    init_variables();
    init_word();
    remote = /^(?:https?|git|ssh):\/\/|^git@[^/:]+:/;
    StageWalk = class {
      /**
       * @param platformArgs the arguments that docker sets from the platforms
       * @param given the values of `--build-arg`; undefined where only docker's environment has it
       *~
      constructor(file, list2, platformArgs, given, contexts) {
        this.file = file;
        this.list = list2;
        this.given = given;
        this.contexts = contexts;
        this.sources = [];
        this.baseImages = [];
        this.remoteSources = [];
        /** Sentences about what can't be known. *~
        this.unknown = [];
        this.results = /* @__PURE__ *~ new Map();
        this.lookUpGlobal = (name) => this.globals.has(name) ? this.globals.get(name) : null;
        this.globals = new Map(platformArgs);
        for (const name of this.globals.keys()) if (given.has(name)) this.globals.set(name, given.get(name));
        for (const instruction of list2.globals) this.declareGlobals(instruction);
      }
      /** Takes everything in that a stage needs, once. *~
      visit(stage) {
        const known = this.results.get(stage.index);
        if (known) return known;
        this.results.set(stage.index, { variables: this.createVariables(true), triggers: [] });
        const result = this.read(stage);
        this.results.set(stage.index, result);
        return result;
      }
      /** Takes the whole context in. *~
      takeEverything(reason) {
        this.unknown.push(`${reason}: every file of the build context counts`);
        this.sources.push({
          path: ".",
          isPattern: false,
          excludes: [],
          only: void 0,
          instruction: "the build context"
        });
      }
      read(stage) {
        const context = stage.name && this.contexts.get(normaliseImageName(stage.name));
        if (stage.name !== void 0 && context !== void 0) {
          this.takeContext(stage.name, context);
          return { variables: this.createVariables(true), triggers: [] };
        }
        const { variables, triggers } = this.readBase(stage);
        for (const instruction of [...triggers, ...stage.instructions]) this.apply(instruction, stage, variables);
        return {
          variables,
          triggers: stage.instructions.flatMap(
            ({ name, rest }) => name === "ONBUILD" ? parseInstruction(rest) : []
          )
        };
      }
      readBase(stage) {
        const base = this.expand(stage.base, this.lookUpGlobal);
        const earlier = this.list.stages.slice(0, stage.index);
        if (base === void 0 || base === "") {
          this.baseImages.push({ unresolved: stage.base });
          this.unknown.push(
            `${shorten(stage.from)}: ${stage.base} can't be known here; every stage before it counts`
          );
          const results = earlier.map((other) => this.visit(other));
          return {
            variables: this.createVariables(true),
            triggers: results.flatMap(({ triggers }) => triggers)
          };
        }
        const parent = earlier.reverse().find(({ name }) => name === base.toLowerCase());
        if (parent !== void 0) {
          const { variables, triggers } = this.visit(parent);
          return { variables: this.createVariables(variables.isOpen, variables), triggers };
        }
        if (base === "scratch") return { variables: this.createVariables(false), triggers: [] };
        const platform = stage.platform && this.expand(stage.platform, this.lookUpGlobal);
        this.takeImage(base, platform);
        if (/onbuild/i.test(base)) this.takeEverything(`${base} seems to have ONBUILD instructions`);
        return { variables: this.createVariables(true), triggers: [] };
      }
      apply(instruction, stage, variables) {
        switch (instruction.name) {
          case "ARG":
            this.applyArg(instruction, variables);
            break;
          case "ENV":
            this.applyEnv(instruction, variables);
            break;
          case "COPY":
          case "ADD":
            this.applyCopy(instruction, stage, variables);
            break;
          case "RUN":
            this.applyRun(instruction, stage, variables);
            break;
        }
      }
      applyArg(instruction, variables) {
        for (const { name, standard } of this.readArgs(instruction, variables.lookUp)) {
          variables.declareArg(name, standard);
        }
      }
      applyEnv(instruction, variables) {
        var _a;
        const words = splitQuotedWords(instruction.rest, this.file.escapeCharacter);
        const pairs = ((_a = words[0]) == null ? void 0 : _a.includes("=")) ? words.map(splitPair) : [splitAtSpace(instruction.rest)];
        const expanded = pairs.map(([name, value = ""]) => ({
          name: this.expand(name, variables.lookUp),
          value: this.expand(value, variables.lookUp)
        }));
        for (const { name, value } of expanded) {
          if (name === void 0) this.takeEverything(`${shorten(instruction)}: the name it sets can't be known`);
          else variables.setEnv(name, value);
        }
      }
      applyCopy(instruction, stage, variables) {
        var _a;
        const from = (_a = instruction.flags.find(({ name }) => name === "from")) == null ? void 0 : _a.value;
        if (from) {
          this.takeFrom(from, stage);
          return;
        }
        const words = toWords(instruction);
        if (words.length < 2) this.takeEverything(`${shorten(instruction)} can't be read`);
        for (const word of words.slice(0, -1)) {
          if (isHeredocWord(word)) continue;
          const source = this.expand(word, variables.lookUp);
          if (source === void 0) this.takeEverything(this.describeWord(instruction, word));
          else if (instruction.name === "ADD" && remote.test(source)) this.remoteSources.push(source);
          else this.takeSource(source, instruction);
        }
      }
      applyRun(instruction, stage, variables) {
        var _a;
        for (const mount of parseMounts(instruction)) {
          const type = ((_a = this.expand(mount.type, variables.lookUp)) == null ? void 0 : _a.toLowerCase()) ?? "bind";
          if (type !== "bind" && type !== "cache") continue;
          if (mount.from !== "") {
            this.takeFrom(mount.from, stage);
          } else if (type === "bind") {
            const source = this.expand(mount.source, variables.lookUp);
            if (source === void 0) this.takeEverything(this.describeWord(instruction, mount.source));
            else {
              this.sources.push({
                path: toContextPath(source),
                isPattern: false,
                excludes: [],
                only: void 0,
                instruction: shorten(instruction)
              });
            }
          }
        }
      }
      takeSource(source, instruction) {
        var _a;
        const { flags } = instruction;
        const parents = flags.find(({ name }) => name === "parents");
        const isParents = parents !== void 0 && ((_a = parents.value) == null ? void 0 : _a.toLowerCase()) !== "false";
        const pivot = source.indexOf("/./");
        const [folder, pattern] = pivot < 0 ? [".", source] : [source.slice(0, pivot), source.slice(pivot + "/./".length)];
        const only = isParents ? toContextPath(pattern) : ".";
        this.sources.push({
          path: toContextPath(isParents ? folder : source),
          isPattern: true,
          // Whether variables are put in here depends on docker's version: such a pattern excludes nothing.
          excludes: flags.flatMap(
            ({ name, value = "" }) => name === "exclude" && value !== "" && !/[$'"\\`]/.test(value) ? value : []
          ),
          only: only === "." ? void 0 : only,
          instruction: shorten(instruction)
        });
      }
      /** Takes in what `--from` names: a stage by name or number, a named context or an image. *~
      takeFrom(from, current) {
        const stages = this.list.stages.filter(({ index }) => index !== current.index);
        if (/[$'"\\`]/.test(from)) {
          this.unknown.push(`--from=${from} can't be known here; every stage counts`);
          for (const stage of stages) this.visit(stage);
          return;
        }
        const number = toStageNumber(from);
        const found = stages.filter(({ index, name }) => name === from.toLowerCase() || index === number);
        for (const stage of found) this.visit(stage);
        if (found.length === 0 && from !== "scratch") this.takeImage(from, void 0);
      }
      takeImage(reference, platform) {
        const context = this.contexts.get(normaliseImageName(reference));
        if (context !== void 0) this.takeContext(reference, context);
        else this.baseImages.push({ reference, platform });
      }
      takeContext(name, source) {
        const [, image] = /^docker-image:\/\/(.+)$/.exec(source) ?? [];
        if (image !== void 0) this.baseImages.push({ reference: image, platform: void 0 });
        else
          this.unknown.push(`the build context ${name} (${source}) is not counted: name its files in cache-on`);
      }
      declareGlobals(instruction) {
        if (instruction.name !== "ARG") return;
        for (const { name, standard } of this.readArgs(instruction, this.lookUpGlobal)) {
          if (this.given.has(name)) this.globals.set(name, this.given.get(name));
          else if (standard) this.globals.set(name, standard());
        }
      }
      readArgs(instruction, lookUp2) {
        return splitQuotedWords(instruction.rest, this.file.escapeCharacter).map((word) => {
          const [name, standard] = splitPair(word);
          if (standard === void 0) return { name, standard };
          const before = this.expand(standard, lookUp2);
          return {
            name,
            standard: () => {
              const now = this.expand(standard, lookUp2);
              return now === before ? now : void 0;
            }
          };
        });
      }
      createVariables(isOpen, parent) {
        return new StageVariables(this.globals, this.given, isOpen, parent);
      }
      expand(word, lookUp2) {
        return expandWord(word, this.file.escapeCharacter, lookUp2);
      }
      describeWord(instruction, word) {
        return `${shorten(instruction)}: ${word} depends on something that the Dockerfile does not set`;
      }
    };
  }
});

// src/key/dockerfile/stages.ts
function toStages(instructions) {
  const starts = instructions.flatMap(({ name }, index) => name === "FROM" ? index : []);
  const stages = starts.flatMap((start, index) => {
    var _a;
    const from = instructions[start];
    if (from === void 0) return [];
    const [base = "", , name] = toWords(from);
    return [
      {
        index,
        name: name == null ? void 0 : name.toLowerCase(),
        base,
        platform: (_a = from.flags.find((flag) => flag.name === "platform")) == null ? void 0 : _a.value,
        from,
        instructions: instructions.slice(start + 1, starts[index + 1])
      }
    ];
  });
  return { globals: instructions.slice(0, starts[0]), stages };
}
var init_stages = __esm({
  "src/key/dockerfile/stages.ts"() {
    "use strict";
    init_dockerfile_text();
  }
});

// src/key/dockerfile/analyse-dockerfile.ts
function analyseDockerfile(text, options) {
  const file = parseDockerfile(text);
  const list2 = toStages(file.instructions);
  const { buildArgs, contexts, overrides } = parseBuildOptions(options.additionalBuildArgs);
  const given = /* @__PURE__ *~ new Map();
  for (const { name, value } of options.buildArgs) if (value !== void 0) given.set(name, value);
  for (const [name, value] of buildArgs) given.set(name, value);
  const isPlatformKnown = !overrides.includes("--platform");
  const walk = (spelling2) => {
    const walked = new StageWalk(file, list2, readPlatformArgs(spelling2, isPlatformKnown), given, contexts);
    for (const stage of findTargets(list2.stages, options.target, overrides, walked)) walked.visit(stage);
    return walked;
  };
  const [spelling = "", ...otherSpellings] = toPlatformSpellings(options.platform);
  const first = walk(spelling);
  const others = otherSpellings.map(walk);
  const problem = findProblem(
    file.instructions.map(({ name }) => name),
    list2.stages,
    {
      syntax: given.has("BUILDKIT_SYNTAX") ? given.get("BUILDKIT_SYNTAX") ?? "?" : file.syntax,
      overrides
    }
  );
  if (problem !== void 0) first.takeEverything(problem);
  if (overrides.includes("--file")) first.baseImages.push({ unresolved: "--file in additional-build-args" });
  return {
    sources: mergeSources(
      first.sources,
      others.flatMap(({ sources }) => sources)
    ),
    baseImages: mergeImages(
      first.baseImages,
      others.flatMap(({ baseImages }) => baseImages)
    ),
    remoteSources: distinct(
      [first, ...others].flatMap(({ remoteSources }) => remoteSources),
      (address) => address
    ),
    unknown: distinct(
      // With words of the Dockerfile in them, but nothing that a terminal would act on.
      [first, ...others].flatMap(({ unknown }) => unknown.map((it) => it.replace(new RegExp("\\p{C}+", "gu"), " "))),
      (sentence) => sentence
    )
  };
}
function readPlatformArgs(platform, isKnown) {
  const args = toPlatformArgs(platform);
  if (!isKnown) for (const name of args.keys()) args.set(name, void 0);
  return args;
}
function findTargets(stages, target, overrides, walk) {
  if (overrides.includes("--target")) {
    walk.unknown.push("--target in additional-build-args: every stage counts; use the option target instead");
    return stages;
  }
  if (target === void 0) return stages.slice(-1);
  const found = stages.filter(({ name }) => name === target.toLowerCase());
  if (found.length === 0) walk.unknown.push(`no stage is named ${quoteOdd(target)}: every stage counts`);
  return found.length === 0 ? stages : found;
}
function findProblem(names, stages, { syntax, overrides }) {
  const strange = names.find((name) => !instructionNames.has(name));
  if (strange !== void 0) return `${strange} in the Dockerfile is no instruction that is known here`;
  if (stages.length === 0) return "the Dockerfile has no FROM";
  if (syntax !== void 0 && !/(?:^|\/)dockerfile(?:-upstream)?(?:[:@]|$)/.test(syntax)) {
    return `the Dockerfile is read by ${syntax}`;
  }
  const option = overrides.find((name) => name !== "--target" && name !== "--platform");
  return option && `${option} in additional-build-args changes the build`;
}
function mergeSources(sources, doubtful) {
  return distinct(
    [
      ...sources.map((source) => ({ ...source, isDoubtful: false })),
      ...doubtful.map((source) => ({ ...source, isDoubtful: true }))
    ],
    ({ path: path13, isPattern, excludes, only }) => JSON.stringify([path13, isPattern, excludes, only])
  );
}
function mergeImages(images, doubtful) {
  const known = new Set(images.map((image) => "reference" in image && image.reference));
  const others = distinct(
    doubtful.flatMap((image) => "reference" in image && !known.has(image.reference) ? image : []),
    ({ reference }) => reference
  );
  return [
    ...distinct(images, (image) => JSON.stringify(image)).map((image) => ({ ...image, isDoubtful: false })),
    ...others.map((image) => ({ ...image, isDoubtful: true }))
  ];
}
function distinct(items, toKey2) {
  const found = /* @__PURE__ *~ new Map();
  for (const item of items) if (!found.has(toKey2(item))) found.set(toKey2(item), item);
  return [...found.values()];
}
var instructionNames;
var init_analyse_dockerfile = __esm({
  "src/key/dockerfile/analyse-dockerfile.ts"() {
    "use strict";
    init_errors();
    init_build_options();
    init_dockerfile_text();
    init_stage_walk();
    init_stages();
    init_variables();
    instructionNames = new Set(
      "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(
        " "
      )
    );
  }
});

// src/key/key-plan.ts
function isFileOrLink({ link, content }) {
  return link !== void 0 || content !== void 0;
}
function readDockerfile(source, workingDirectory) {
  if (source.kind === "inline") return Buffer.from(source.text);
  try {
    return readRegularFile(import_node_path10.default.resolve(workingDirectory, source.path));
  } catch (error) {
    if (errorCode(error) === "ENOENT") {
      throw new UserError(
        `there is no file ${quoteOdd(source.path)} in ${workingDirectory}`,
        "Add it, name another one with the option dockerfile, or give its text with dockerfile-inline.",
        error
      );
    }
    throw new UserError(
      `the Dockerfile ${quoteOdd(source.path)} can't be read: ${describeError(error)}`,
      void 0,
      error
    );
  }
}
function sha256(data) {
  return (0, import_node_crypto4.createHash)("sha256").update(data).digest("hex");
}
var import_node_crypto4, import_node_path10, KeyPlan;
var init_key_plan = __esm({
  "src/key/key-plan.ts"() {
    "use strict";
    import_node_crypto4 = require("crypto");
    import_node_path10 = __toESM(require("path"));
    init_errors();
    init_cache_on();
    init_copied_files();
    init_digest_batch();
    init_analyse_dockerfile();
    init_file_digest();
    init_regular_file();
    KeyPlan = class _KeyPlan {
      /** @throws OptionError for an entry of `cache-on` that can't be read *~
      constructor(settings, surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.entries = settings.cacheOn.map(parseCacheOnEntry);
      }
      /**
       * Everything that the key is made from.
       *
       * @throws UserError for a file that is missing, can't be read or changes meanwhile, and for a base image whose digest
       *   can't be found out
       *~
      async readInputs() {
        const { settings, surroundings } = this;
        const dockerfile = this.readDockerfile();
        const digester = new FileDigester(surroundings.pacer);
        const { files, jsonValues } = await readCacheOn(
          this.entries,
          settings.cacheOnMissing,
          new DigestBatch(digester, surroundings.startDigestHelper),
          surroundings
        );
        const analysis = settings.cacheOnCopied || settings.cacheOnBaseImages ? this.analyse(dockerfile.toString()) : void 0;
        return {
          dockerfileSha256: sha256(dockerfile),
          target: settings.target,
          platform: settings.platform,
          context: settings.context,
          buildArgs: [...settings.buildArgs, ...settings.passedBuildArgs].map(
            ({ name, value }) => ({ name, sha256: value === void 0 ? null : sha256(value) })
          ),
          additionalBuildArgs: settings.additionalBuildArgs,
          secretIds: settings.secrets.map(({ id }) => id),
          cacheVersion: settings.cacheVersion,
          files,
          jsonValues,
          copied: analysis && settings.cacheOnCopied ? {
            files: await this.readCopied(analysis, digester, surroundings.say),
            remoteSources: analysis.remoteSources
          } : void 0,
          baseImages: analysis && settings.cacheOnBaseImages ? await this.readBaseImages(analysis) : void 0
        };
      }
      /** Reads everything anew, without the remarks that were made the first time. *~
      readInputsAgain() {
        const quiet = { say: () => {
        }, warn: () => {
        } };
        return new _KeyPlan(this.settings, { ...this.surroundings, ...quiet }).readInputs();
      }
      /** Compares what `cache-on` covers with what the Dockerfile copies. Reads no file but the Dockerfile. *~
      async compareCoverage(inputs) {
        const analysis = this.analyse(this.readDockerfile().toString());
        const digestFile = async () => ({ executable: false, sha256: "" });
        const copied = await this.readCopied(analysis, { digestFile }, () => {
        });
        const isCopied = new Set(copied.filter(isFileOrLink).map(({ path: file }) => file));
        const isWhole = new Set(inputs.files.map(({ path: file }) => file));
        const isCovered = /* @__PURE__ *~ new Set([...isWhole, ...inputs.jsonValues.map(({ path: file }) => file)]);
        const { dockerfile } = this.settings;
        const isOfKey = (file) => isCovered.has(file) || dockerfile.kind === "file" && dockerfile.path === file;
        return {
          uncovered: [...isCopied].filter((file) => !isOfKey(file)).sort(),
          partlyCovered: [...isCopied].filter((file) => isCovered.has(file) && !isWhole.has(file)).sort(),
          unused: [...isCovered].filter((file) => !isCopied.has(file)).sort()
        };
      }
      analyse(dockerfile) {
        return analyseDockerfile(dockerfile, this.settings);
      }
      async readCopied({ sources, unknown }, digester, say2) {
        const { context, dockerfile } = this.settings;
        for (const sentence of unknown) say2(sentence);
        return readCopiedFiles(sources, {
          context,
          workingDirectory: this.surroundings.workingDirectory,
          dockerfile: dockerfile.kind === "file" ? dockerfile.path : void 0,
          digester,
          pacer: this.surroundings.pacer,
          say: say2
        });
      }
      async readBaseImages({ baseImages }) {
        const found = await Promise.all(baseImages.map((image) => this.readBaseImage(image)));
        return found.flatMap((image) => image ?? []);
      }
      async readBaseImage(image) {
        if ("unresolved" in image) {
          throw new UserError(
            `cache-on-base-images: which image ${image.unresolved} is can't be known before the build`,
            "Give the variable a default with ARG, or a value with build-args."
          );
        }
        const { reference, platform, isDoubtful } = image;
        try {
          return { reference, platform, digest: await this.findDigest(reference) };
        } catch (error) {
          if (!isDoubtful || !(error instanceof UserError) || error instanceof OutageError) throw error;
          this.surroundings.say(
            `cache-on-base-images: ${quoteOdd(reference)}, which only another of docker's ways to read the Dockerfile builds on, does not count: ${describeError(error)}`
          );
          return void 0;
        }
      }
      /** A pinned reference holds its digest; any other is asked for. *~
      async findDigest(reference) {
        var _a;
        return ((_a = /@(sha256:[0-9a-f]{64})$/.exec(reference)) == null ? void 0 : _a[1]) ?? this.surroundings.findBaseDigest(reference);
      }
      readDockerfile() {
        return readDockerfile(this.settings.dockerfile, this.surroundings.workingDirectory);
      }
    };
  }
});

// src/key/pacer.ts
function createPacer(everyMs) {
  let last = Date.now();
  return {
    isDue: () => Date.now() - last >= everyMs,
    pause: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      last = Date.now();
    }
  };
}
var init_pacer = __esm({
  "src/key/pacer.ts"() {
    "use strict";
  }
});

// src/docker/json-object.ts
function isJsonObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function parseJsonObject(text) {
  try {
    const parsed = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : void 0;
  } catch {
    return void 0;
  }
}
var init_json_object = __esm({
  "src/docker/json-object.ts"() {
    "use strict";
  }
});

// src/docker/docker-config.ts
function findCredentialState(host, config) {
  const { auths, credHelpers, credsStore } = parseConfig(config) ?? {};
  const helper = findValue(credHelpers, host);
  if (helper === void 0 ? credsStore === "ecr-login" : helper !== "") return "helper";
  return findValue(auths, host) === void 0 ? "none" : "logged-in";
}
function findValue(entries, host) {
  return isJsonObject(entries) ? entries[host] : void 0;
}
function parseConfig(text) {
  return parseJsonObject((text == null ? void 0 : text.trim()) || "{}");
}
function findConfigFolder(env2, homeDirectory) {
  return findVariable(env2, "DOCKER_CONFIG") ?? import_node_path11.default.join(homeDirectory, ".docker");
}
function readDockerConfig(folder) {
  try {
    return (0, import_node_fs10.readFileSync)(import_node_path11.default.join(folder, "config.json"), "utf8");
  } catch {
    return void 0;
  }
}
var import_node_fs10, import_node_path11;
var init_docker_config = __esm({
  "src/docker/docker-config.ts"() {
    "use strict";
    import_node_fs10 = require("fs");
    import_node_path11 = __toESM(require("path"));
    init_environment();
    init_json_object();
  }
});

// src/docker/docker-credentials.ts
async function findStoredCredentials(serverKey, { config: configText, env: env2, runner, helperMs, warn }) {
  const variable = parseSource(findVariable(env2, "DOCKER_AUTH_CONFIG"), "DOCKER_AUTH_CONFIG", warn);
  const given = findEntry(variable, serverKey, "DOCKER_AUTH_CONFIG");
  if (given !== void 0) return given;
  const config = parseSource(configText, "docker's configuration", warn);
  const helper = findHelper(config, serverKey);
  if (helper === void 0) return findEntry(config, serverKey, "docker's configuration");
  return askHelper(helper, serverKey, runner, helperMs);
}
function parseSource(text, source, warn) {
  const parsed = parseConfig(text);
  if (parsed !== void 0) return parsed;
  warn(`${source} is no JSON object: the credentials in it are not used`);
  return {};
}
function findEntry(config, serverKey, source) {
  const entries = Object.entries(isJsonObject(config.auths) ? config.auths : {});
  const [, entry] = entries.find(([key]) => key === serverKey) ?? entries.find(([key]) => key.replace(/^https?:\/\//i, "").split("/", 1)[0] === serverKey) ?? [];
  return isJsonObject(entry) ? parseEntry(entry, serverKey, source) : void 0;
}
function parseEntry(entry, serverKey, source) {
  const { identitytoken, auth } = entry;
  if (isText(identitytoken)) {
    return {
      kind: "identity-token",
      identityToken: identitytoken,
      source: `the identity token in ${source}`
    };
  }
  const { username, password } = isText(auth) ? decodeAuth(auth, serverKey, source) : entry;
  if (!isText(username) || !isText(password)) return void 0;
  return { kind: "password", username, password, source: `the credentials in ${source}` };
}
function isText(value) {
  return typeof value === "string" && value !== "";
}
function decodeAuth(auth, serverKey, source) {
  const isBase64 = /^[A-Za-z\d+/]+={0,2}$/.test(auth.trim());
  const text = Buffer.from(auth, "base64").toString();
  const colon = text.indexOf(":");
  if (!isBase64 || colon < 1) {
    throw new UserError(
      `the entry for ${serverKey} in ${source} can't be read: its auth is not user:password in base64`,
      "Log docker in again."
    );
  }
  return { username: text.slice(0, colon), password: text.slice(colon + 1).replace(/^\0+|\0+$/g, "") };
}
function findHelper(config, serverKey) {
  const { credHelpers, credsStore } = config;
  const entries = Object.entries(isJsonObject(credHelpers) ? credHelpers : {});
  const entry = entries.find(([key]) => key === serverKey);
  const helper = entry === void 0 ? credsStore : entry[1];
  if (!isText(helper)) return void 0;
  if (/[/\\\0]/.test(helper)) {
    throw new UserError(
      `the credential helper '${helper}' in docker's configuration is a path`,
      "It has to be what follows docker-credential- in the name of a program on PATH."
    );
  }
  return helper;
}
async function askHelper(helper, serverKey, runner, helperMs) {
  const program = `docker-credential-${helper}`;
  const doing = `${program} get for ${serverKey}`;
  const options = { output: "kept", input: serverKey, limitMs: helperMs };
  const result = await runner.run(program, ["get"], options);
  const { ending, stdout } = result;
  if (ending.kind === "not-started") {
    throw new UserError(
      ending.code === "ENOENT" ? `docker's configuration names the credential helper ${program}, which is not on PATH` : `the credential helper ${program} can't be run (${ending.code})`,
      "Install it, or take it out of docker's configuration (credsStore, credHelpers)."
    );
  }
  if (ending.kind === "signal") throw new OutageError(`${doing} was ended by ${ending.signal}`);
  if (ending.kind === "timeout") {
    throw new OutageError(`${doing} has not answered in ${ending.limitMs / 1e3} s`);
  }
  if (ending.status !== 0) {
    if (stdout.trim() === "credentials not found in native keychain") return void 0;
    throw new OutageError(`${doing} failed with status ${ending.status}${quoteReason(result)}`);
  }
  return parseHelperAnswer(stdout, program, doing);
}
function quoteReason({ stdout, stderr }) {
  const said = [stdout, stderr].map((text) => text.trim()).find((text) => text !== "");
  if (said === void 0 || said.includes("{")) return "";
  return `: ${said.replace(/\s+/g, " ").slice(0, 300)}`;
}
function parseHelperAnswer(text, program, doing) {
  const answer = parseJsonObject(text);
  if (answer === void 0) {
    throw new UserError(`${doing} answered something other than credentials`, "Check that it is a helper.");
  }
  const { Username, Secret } = answer;
  if (!isText(Username) || !isText(Secret)) return void 0;
  return Username === tokenUsername ? { kind: "identity-token", identityToken: Secret, source: `the identity token of ${program}` } : { kind: "password", username: Username, password: Secret, source: `the credentials of ${program}` };
}
var tokenUsername;
var init_docker_credentials = __esm({
  "src/docker/docker-credentials.ts"() {
    "use strict";
    init_errors();
    init_environment();
    init_docker_config();
    init_json_object();
    tokenUsername = "<token>";
  }
});

// src/docker/process-runner.ts
function waitForEnd(child, limitMs) {
  return new Promise((resolve) => {
    const timers = [];
    const after = (ms, action) => timers.push(setTimeout(action, ms));
    let timeout;
    const end = (ending) => {
      for (const timer of timers) clearTimeout(timer);
      resolve(timeout ?? ending);
    };
    child.on("error", (error) => {
      if (child.pid === void 0) end({ kind: "not-started", code: error.code ?? error.message });
    });
    child.on("exit", () => after(heirMs, () => closeOutput(child)));
    child.on("close", (status, signal) => {
      end(signal === null ? { kind: "exit", status: status ?? 1 } : { kind: "signal", signal });
    });
    if (limitMs === void 0) return;
    after(limitMs, () => {
      if (hasEnded(child)) return;
      timeout = { kind: "timeout", limitMs };
      child.kill("SIGTERM");
      after(graceMs, () => {
        if (hasEnded(child)) return;
        child.kill("SIGKILL");
        end({ kind: "signal", signal: "SIGKILL" });
      });
    });
  });
}
function isCancelled(ending) {
  if (ending.kind === "signal") return cancelSignals.some((name) => name === ending.signal);
  return ending.kind === "exit" && cancelSignals.some((name) => ending.status === 128 + import_node_os.constants.signals[name]);
}
function hasEnded({ exitCode, signalCode }) {
  return exitCode !== null || signalCode !== null;
}
function closeOutput({ stdout, stderr }) {
  setImmediate(() => {
    stdout == null ? void 0 : stdout.destroy();
    stderr == null ? void 0 : stderr.destroy();
  });
}
var import_node_child_process, import_node_os, import_node_string_decoder, keptCharacters, heirMs, graceMs, cancelSignals, signalLagMs, ProcessRunner;
var init_process_runner = __esm({
  "src/docker/process-runner.ts"() {
    "use strict";
    import_node_child_process = require("child_process");
    import_node_os = require("os");
    import_node_string_decoder = require("string_decoder");
    init_errors();
    keptCharacters = 64 * 1024;
    heirMs = 1e3;
    graceMs = 1e3;
    cancelSignals = ["SIGTERM", "SIGINT", "SIGHUP"];
    signalLagMs = 1e3;
    ProcessRunner = class {
      constructor(env2, show) {
        this.env = env2;
        this.show = show;
        this.running = /* @__PURE__ *~ new Set();
      }
      /** Runs a command to its end. Never rejects: how it ended is part of the result. *~
      run(command, args, options) {
        const child = this.start(command, args, options);
        if ("kind" in child) return Promise.resolve({ ending: child, stdout: "", stderr: "" });
        return this.follow(child, options);
      }
      /** @returns how it ended, where it has not even started *~
      start(command, args, { output, input, env: env2 }) {
        if (this.stopped !== void 0) return { kind: "signal", signal: this.stopped };
        const piped = output === "terminal" ? 2 : "pipe";
        try {
          return (0, import_node_child_process.spawn)(command, args, {
            stdio: [input === void 0 ? "ignore" : "pipe", piped, piped],
            env: { ...this.env, ...env2 }
          });
        } catch (error) {
          return { kind: "not-started", code: errorCode(error) ?? describeError(error) };
        }
      }
      async follow(child, { output, input, limitMs }) {
        var _a, _b;
        this.running.add(child);
        const stdout = this.collect(child.stdout, output);
        const stderr = this.collect(child.stderr, output);
        (_a = child.stdin) == null ? void 0 : _a.on("error", () => {
        });
        (_b = child.stdin) == null ? void 0 : _b.end(input);
        const ending = await waitForEnd(child, limitMs);
        this.running.delete(child);
        if (isCancelled(ending) && this.stopped === void 0) {
          await new Promise((resolve) => setTimeout(resolve, signalLagMs));
        }
        return { ending, stdout: stdout(), stderr: stderr() };
      }
      /**
       * Tells every child that runs to end, and waits until all have. None is started any more.
       *
       * @param graceMs milliseconds after which those that are left are killed
       *~
      async stopAll(signal, graceMs2) {
        this.stopped = signal;
        const children = [...this.running].filter((child) => !hasEnded(child));
        const ended = Promise.all(children.map((child) => new Promise((resolve) => child.once("exit", resolve))));
        for (const child of children) child.kill(signal);
        const killing = setTimeout(() => {
          for (const child of children) child.kill("SIGKILL");
        }, graceMs2);
        await ended;
        clearTimeout(killing);
      }
      /** @returns a function that gives what has been collected *~
      collect(stream, output) {
        const decoder = new import_node_string_decoder.StringDecoder("utf8");
        let kept = "";
        stream == null ? void 0 : stream.on("data", (data) => {
          const text = decoder.write(data);
          kept = output === "kept" ? kept + text : (kept + text).slice(-keptCharacters);
          if (output === "shown") this.show(text);
        });
        return () => kept;
      }
    };
  }
});

// src/retry.ts
async function retryOutages(operation, { attempts, totalMs, backoffMs }, say2) {
  const start = Date.now();
  for (let attempt = 1; ; attempt++) {
    try {
      return await operation(attempt);
    } catch (error) {
      const waitMs = Math.round(backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
      const isLast = attempt >= attempts || Date.now() - start + waitMs >= totalMs;
      if (isLast || !(error instanceof OutageError)) throw error;
      say2(`${describeError(error)}; trying again in ${(waitMs / 1e3).toFixed(1)} s`);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}
var init_retry = __esm({
  "src/retry.ts"() {
    "use strict";
    init_errors();
  }
});

// src/registry/image-name.ts
function isTag(text) {
  return tagPattern.test(text);
}
function isDigest(text) {
  return digestPattern.test(text);
}
function parseImageName(text) {
  const refuse = (why) => new UserError(
    `'${text}' is no image reference: ${why}`,
    "It has to be [host[:port]/]repository[:tag][@digest]."
  );
  if (text === "") throw refuse("it is empty");
  if (/^[a-f\d]{64}$/.test(text)) throw refuse("it is the id of an image, which no registry knows");
  const [name = "", digest2, ...more] = text.split("@");
  if (more.length > 0) throw refuse("it has more than one @");
  if (digest2 !== void 0 && !isDigest(digest2)) {
    throw refuse(`'${digest2}' is no digest, which would be sha256: and 64 hexadecimal digits in lower case`);
  }
  const { host, path: path13 } = splitHost(name);
  if (!isHost(host)) throw refuse(`'${host}' is no host with or without a port`);
  const colon = path13.lastIndexOf(":");
  const repository = colon < 0 ? path13 : path13.slice(0, colon);
  const tag = colon < 0 ? void 0 : path13.slice(colon + 1);
  if (tag !== void 0 && !isTag(tag)) {
    throw refuse(
      `'${tag}' is no tag, which would be up to 128 letters, digits, underscores, dots and hyphens, neither of the last two in front`
    );
  }
  if (repository !== repository.toLowerCase())
    throw refuse(`the repository '${repository}' has to be in lower case`);
  if (!repositoryPattern.test(repository)) {
    throw refuse(
      `'${repository}' is no repository, which would be words of letters and digits, joined by one of . _ __ - and /`
    );
  }
  if (repository.length > maxRepositoryLength) {
    throw refuse(`its repository is longer than ${maxRepositoryLength} characters`);
  }
  return {
    host,
    repository,
    ...tag === void 0 ? {} : { tag },
    ...digest2 === void 0 ? {} : { digest: digest2 },
    ...tag === void 0 && digest2 === void 0 ? { tag: "latest" } : {}
  };
}
function splitHost(name) {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  const isFirstHost = first === "localhost" || /[.:]/.test(first) || first !== first.toLowerCase();
  const isHub = !isFirstHost || first === dockerHub || first === "index.docker.io";
  const path13 = isFirstHost ? name.slice(slash + 1) : name;
  if (!isHub) return { host: first, path: path13 };
  return { host: dockerHub, path: path13.includes("/") ? path13 : `library/${path13}` };
}
function isHost(host) {
  if (!hostPattern.test(host)) return false;
  try {
    return new URL(`https://${host}`).pathname === "/";
  } catch {
    return false;
  }
}
var dockerHub, hostPattern, repositoryPattern, tagPattern, digestPattern, maxRepositoryLength;
var init_image_name = __esm({
  "src/registry/image-name.ts"() {
    "use strict";
    init_errors();
    dockerHub = "docker.io";
    hostPattern = /^(?:[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*|\[[a-f\d:]+\])(?::\d+)?$/i;
    repositoryPattern = /^[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*(?:\/[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*)*$/;
    tagPattern = /^\w[\w.-]{0,127}$/;
    digestPattern = /^(?:sha256:[a-f\d]{64}|sha384:[a-f\d]{96}|sha512:[a-f\d]{128})$/;
    maxRepositoryLength = 255;
  }
});

// src/registry/distribution-failure.ts
function findApiError(answer) {
  let body;
  try {
    body = Object(JSON.parse(answer.body.toString()));
  } catch {
    return void 0;
  }
  const first = Array.isArray(body.errors) ? body.errors[0] : void 0;
  if (typeof first !== "object" || first === null) return void 0;
  const { code, message } = first;
  if (typeof code !== "string") return void 0;
  return { code, message: typeof message === "string" ? message : "" };
}
function isConfirmedAbsence(answer) {
  var _a;
  return answer.status === 404 && absences2.includes(((_a = findApiError(answer)) == null ? void 0 : _a.code) ?? "");
}
function isPassing(status) {
  return status === 408 || status === 429 || status >= 500;
}
function toAnswerError(answer, asked, redact) {
  const { status } = answer;
  const { doing, host } = asked;
  const error = findApiError(answer);
  const said = error === void 0 ? "" : quote2(redact(`: ${error.code}: ${error.message}`));
  if (isPassing(status) || (error == null ? void 0 : error.code) === "TOOMANYREQUESTS") {
    return new OutageError(`${doing} failed: ${host} answers with status ${status}${said}`);
  }
  if (status === 401 || status === 403) {
    return new UserError(
      `${doing} was denied by ${host} with status ${status}${said}; it was asked ${asked.shown}`,
      `Check the name: registries deny what they don't have, too. Then give docker credentials that may do this: docker login${asked.registry === dockerHub ? "" : ` ${asked.registry}`}.`
    );
  }
  if (status === 404 && error === void 0) {
    return new OutageError(
      `${doing} failed: ${host} answers with status 404, but not as a registry says that something is missing`,
      "Check the name of the host, and that a registry runs there."
    );
  }
  return new UserError(`${doing} failed: ${host} answers with status ${status}${said}`);
}
function toTransportError(error, doing, host) {
  const { code, message } = error;
  if (code === "ENOTFOUND") {
    return new UserError(
      `${doing} failed: there is no such host: ${message}`,
      "Check the name for a typing error, HTTPS_PROXY if it is set, and the name server of this machine.",
      error
    );
  }
  if (/wrong.version.number|packet.length/i.test(`${code} ${message}`)) {
    return new UserError(
      `${doing} failed: ${host} does not speak HTTPS`,
      "Only a registry on this machine itself may be asked in plain HTTP: let this one speak HTTPS.",
      error
    );
  }
  if (code === "EPROTO" || code.startsWith("ERR_SSL_")) {
    return new UserError(
      `${doing} failed: ${host} and this program find no way to encrypt: ${code}`,
      void 0,
      error
    );
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|HOSTNAME_MISMATCH/.test(code)) {
    return new UserError(
      `${doing} failed: the certificate of ${host} is not trusted: ${message}`,
      "Point NODE_EXTRA_CA_CERTS at the certificates of your network in PEM form.",
      error
    );
  }
  if (code === "ERR_INVALID_URL") {
    return new UserError(`${doing} failed: HTTPS_PROXY is no URL`, "It has to be http://host:port.");
  }
  if (code === "EPROXY") {
    return new UserError(
      `${doing} failed: ${message}`,
      `Put the proxy's user and password into HTTPS_PROXY, or ${host} into NO_PROXY.`,
      error
    );
  }
  return new OutageError(`${doing} failed: ${message}`, void 0, error);
}
function quote2(text) {
  const line = text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ").replace(/[: ]+$/, "");
  return line.length <= maxQuotedLength ? line : `${line.slice(0, maxQuotedLength)}\u2026`;
}
var absences2, maxQuotedLength;
var init_distribution_failure = __esm({
  "src/registry/distribution-failure.ts"() {
    "use strict";
    init_errors();
    init_image_name();
    absences2 = ["MANIFEST_UNKNOWN", "NAME_UNKNOWN", "NOT_FOUND", "TAG_EXPIRED"];
    maxQuotedLength = 300;
  }
});

// src/registry/http-exchange.ts
function exchange({ method, url, headers, body }, agent, limits2) {
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === "http:" ? import_node_http.default : import_node_https.default;
    const outgoing = request(url, { method, headers, agent });
    let stage = "connection";
    let isSettled = false;
    const settle2 = () => {
      isSettled = true;
      clearTimeout(connecting);
      clearTimeout(answering);
    };
    const fail = (message, code) => {
      if (isSettled) return;
      settle2();
      reject(new ExchangeError(message, code, stage));
      outgoing.destroy();
    };
    const connecting = setTimeout(() => {
      fail(`no connection to ${url.host} in ${toSeconds2(limits2.connectMs)}`, "ETIMEDOUT");
    }, limits2.connectMs);
    const answering = setTimeout(() => {
      fail(`no whole answer from ${url.host} in ${toSeconds2(limits2.answerMs)}`, "ETIMEDOUT");
    }, limits2.answerMs);
    outgoing.on("socket", (socket) => {
      const onConnection = () => {
        clearTimeout(connecting);
        stage = "answer";
        if (url.protocol === "http:" || outgoing.reusedSocket) return;
        stage = "handshake";
        socket.once("secureConnect", () => {
          stage = "answer";
        });
      };
      if (socket.connecting) socket.once("connect", onConnection);
      else onConnection();
    });
    outgoing.on("proxyConnect", ({ statusCode }) => {
      if (statusCode === 200) return;
      fail(
        `the proxy refuses a connection to ${url.host} with status ${statusCode}`,
        statusCode >= 500 ? "ECONNREFUSED" : "EPROXY"
      );
    });
    outgoing.on("error", (error) => {
      const code = error.code ?? "ECONNRESET";
      fail(error.message || `${code} ${url.host}`, code);
    });
    outgoing.on("response", (response) => {
      const chunks = [];
      let size = 0;
      response.on("data", (chunk) => {
        size += chunk.length;
        if (size <= limits2.bodyBytes) chunks.push(chunk);
        else fail(`the answer from ${url.host} is longer than ${limits2.bodyBytes} bytes`, "EMSGSIZE");
      });
      response.on("end", () => {
        if (isSettled || !response.complete) return;
        settle2();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
      const onBreak = () => fail(`the answer from ${url.host} broke off`, "ECONNRESET");
      response.on("error", onBreak);
      response.on("close", onBreak);
    });
    outgoing.end(body);
  });
}
function toSeconds2(milliseconds) {
  return `${milliseconds / 1e3} s`;
}
var import_node_http, import_node_https, ExchangeError;
var init_http_exchange = __esm({
  "src/registry/http-exchange.ts"() {
    "use strict";
    import_node_http = __toESM(require("http"));
    import_node_https = __toESM(require("https"));
    ExchangeError = class extends Error {
      constructor(message, code, stage) {
        super(message);
        this.code = code;
        this.stage = stage;
        this.name = new.target.name;
      }
    };
  }
});

// src/registry/registry-host.ts
function toApiHost(host) {
  return host === dockerHub ? "registry-1.docker.io" : host;
}
function toServerKey(host) {
  return host === dockerHub ? "https://index.docker.io/v1/" : host;
}
function findZone(hostname) {
  var _a;
  if (/(?:^|\.)localhost\.?$/.test(hostname)) return "loopback";
  const address = unmapAddress(hostname);
  const isAddress = (0, import_node_net.isIPv4)(address) || address.startsWith("[");
  return isAddress && ((_a = zones.find(([, addresses]) => addresses.test(address))) == null ? void 0 : _a[0]) || "public";
}
function unmapAddress(hostname) {
  const [, high, low] = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(hostname) ?? [];
  if (high === void 0 || low === void 0) return hostname;
  return [high, low].map((part) => Number.parseInt(part, 16)).flatMap((part) => [part >> 8, part & 255]).join(".");
}
function isLoopback(hostname) {
  return findZone(hostname) === "loopback";
}
function mayLeadTo(from, to) {
  const zone = findZone(to.hostname);
  if (zone !== "public" && zone !== findZone(from.hostname)) return false;
  return to.protocol === "https:" || to.protocol === "http:" && zone === "loopback" && from.protocol === "http:";
}
var import_node_net, zones;
var init_registry_host = __esm({
  "src/registry/registry-host.ts"() {
    "use strict";
    import_node_net = require("net");
    init_image_name();
    zones = [
      ["loopback", /^(?:0|127)\.|^\[::1?\]$/],
      ["link-local", /^169\.254\.|^\[fe[89ab]/],
      [
        "private",
        /^(?:10|172\.(?:1[6-9]|2\d|3[01])|192\.168|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|^\[f[cd]/
      ]
    ];
  }
});

// node_modules/agent-base/dist/helpers.js
var require_helpers = __commonJS({
  "node_modules/agent-base/dist/helpers.js"(exports2) {
    "use strict";
    var __createBinding = exports2 && exports2.__createBinding || (Object.create ? (function(o, m, k, k2) {
      if (k2 === void 0) k2 = k;
      var desc = Object.getOwnPropertyDescriptor(m, k);
      if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
        desc = { enumerable: true, get: function() {
          return m[k];
        } };
      }
      Object.defineProperty(o, k2, desc);
    }) : (function(o, m, k, k2) {
      if (k2 === void 0) k2 = k;
      o[k2] = m[k];
    }));
    var __setModuleDefault = exports2 && exports2.__setModuleDefault || (Object.create ? (function(o, v) {
      Object.defineProperty(o, "default", { enumerable: true, value: v });
    }) : function(o, v) {
      o["default"] = v;
    });
    var __importStar = exports2 && exports2.__importStar || function(mod) {
      if (mod && mod.__esModule) return mod;
      var result = {};
      if (mod != null) {
        for (var k in mod) if (k !== "default" && Object.prototype.hasOwnProperty.call(mod, k)) __createBinding(result, mod, k);
      }
      __setModuleDefault(result, mod);
      return result;
    };
    Object.defineProperty(exports2, "__esModule", { value: true });
    exports2.req = exports2.json = exports2.toBuffer = void 0;
    var http3 = __importStar(require("http"));
    var https3 = __importStar(require("https"));
    async function toBuffer(stream) {
      let length = 0;
      const chunks = [];
      for await (const chunk of stream) {
        length += chunk.length;
        chunks.push(chunk);
      }
      return Buffer.concat(chunks, length);
    }
    exports2.toBuffer = toBuffer;
    async function json(stream) {
      const buf = await toBuffer(stream);
      const str = buf.toString("utf8");
      try {
        return JSON.parse(str);
      } catch (_err) {
        const err = _err;
        err.message += ` (input: ${str})`;
        throw err;
      }
    }
    exports2.json = json;
    function req(url, opts = {}) {
      const href = typeof url === "string" ? url : url.href;
      const req2 = (href.startsWith("https:") ? https3 : http3).request(url, opts);
      const promise = new Promise((resolve, reject) => {
        req2.once("response", resolve).once("error", reject).end();
      });
      req2.then = promise.then.bind(promise);
      return req2;
    }
    exports2.req = req;
  }
});

// node_modules/agent-base/dist/index.js
var require_dist = __commonJS({
  "node_modules/agent-base/dist/index.js"(exports2) {
    "use strict";
    var __createBinding = exports2 && exports2.__createBinding || (Object.create ? (function(o, m, k, k2) {
      if (k2 === void 0) k2 = k;
      var desc = Object.getOwnPropertyDescriptor(m, k);
      if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
        desc = { enumerable: true, get: function() {
          return m[k];
        } };
      }
      Object.defineProperty(o, k2, desc);
    }) : (function(o, m, k, k2) {
      if (k2 === void 0) k2 = k;
      o[k2] = m[k];
    }));
    var __setModuleDefault = exports2 && exports2.__setModuleDefault || (Object.create ? (function(o, v) {
      Object.defineProperty(o, "default", { enumerable: true, value: v });
    }) : function(o, v) {
      o["default"] = v;
    });
    var __importStar = exports2 && exports2.__importStar || function(mod) {
      if (mod && mod.__esModule) return mod;
      var result = {};
      if (mod != null) {
        for (var k in mod) if (k !== "default" && Object.prototype.hasOwnProperty.call(mod, k)) __createBinding(result, mod, k);
      }
      __setModuleDefault(result, mod);
      return result;
    };
    var __exportStar = exports2 && exports2.__exportStar || function(m, exports3) {
      for (var p in m) if (p !== "default" && !Object.prototype.hasOwnProperty.call(exports3, p)) __createBinding(exports3, m, p);
    };
    Object.defineProperty(exports2, "__esModule", { value: true });
    exports2.Agent = void 0;
    var net = __importStar(require("net"));
    var http3 = __importStar(require("http"));
    var https_1 = require("https");
    __exportStar(require_helpers(), exports2);
    var INTERNAL = /* @__PURE__ *~ Symbol("AgentBaseInternalState");
    var Agent3 = class extends http3.Agent {
      constructor(opts) {
        super(opts);
        this[INTERNAL] = {};
      }
      /**
       * Determine whether this is an `http` or `https` request.
       *~
      isSecureEndpoint(options) {
        if (options) {
          if (typeof options.secureEndpoint === "boolean") {
            return options.secureEndpoint;
          }
          if (typeof options.protocol === "string") {
            return options.protocol === "https:";
          }
        }
        const { stack } = new Error();
        if (typeof stack !== "string")
          return false;
        return stack.split("\n").some((l) => l.indexOf("(https.js:") !== -1 || l.indexOf("node:https:") !== -1);
      }
      // In order to support async signatures in `connect()` and Node's native
      // connection pooling in `http.Agent`, the array of sockets for each origin
      // has to be updated synchronously. This is so the length of the array is
      // accurate when `addRequest()` is next called. We achieve this by creating a
      // fake socket and adding it to `sockets[origin]` and incrementing
      // `totalSocketCount`.
      incrementSockets(name) {
        if (this.maxSockets === Infinity && this.maxTotalSockets === Infinity) {
          return null;
        }
        if (!this.sockets[name]) {
          this.sockets[name] = [];
        }
        const fakeSocket = new net.Socket({ writable: false });
        this.sockets[name].push(fakeSocket);
        this.totalSocketCount++;
        return fakeSocket;
      }
      decrementSockets(name, socket) {
        if (!this.sockets[name] || socket === null) {
          return;
        }
        const sockets = this.sockets[name];
        const index = sockets.indexOf(socket);
        if (index !== -1) {
          sockets.splice(index, 1);
          this.totalSocketCount--;
          if (sockets.length === 0) {
            delete this.sockets[name];
          }
        }
      }
      // In order to properly update the socket pool, we need to call `getName()` on
      // the core `https.Agent` if it is a secureEndpoint.
      getName(options) {
        const secureEndpoint = this.isSecureEndpoint(options);
        if (secureEndpoint) {
          return https_1.Agent.prototype.getName.call(this, options);
        }
        return super.getName(options);
      }
      createSocket(req, options, cb) {
        const connectOpts = {
          ...options,
          secureEndpoint: this.isSecureEndpoint(options)
        };
        const name = this.getName(connectOpts);
        const fakeSocket = this.incrementSockets(name);
        Promise.resolve().then(() => this.connect(req, connectOpts)).then((socket) => {
          this.decrementSockets(name, fakeSocket);
          if (socket instanceof http3.Agent) {
            try {
              return socket.addRequest(req, connectOpts);
            } catch (err) {
              return cb(err);
            }
          }
          this[INTERNAL].currentSocket = socket;
          super.createSocket(req, options, cb);
        }, (err) => {
          this.decrementSockets(name, fakeSocket);
          cb(err);
        });
      }
      createConnection() {
        const socket = this[INTERNAL].currentSocket;
        this[INTERNAL].currentSocket = void 0;
        if (!socket) {
          throw new Error("No socket was returned in the `connect()` function");
        }
        return socket;
      }
      get defaultPort() {
        return this[INTERNAL].defaultPort ?? (this.protocol === "https:" ? 443 : 80);
      }
      set defaultPort(v) {
        if (this[INTERNAL]) {
          this[INTERNAL].defaultPort = v;
        }
      }
      get protocol() {
        return this[INTERNAL].protocol ?? (this.isSecureEndpoint() ? "https:" : "http:");
      }
      set protocol(v) {
        if (this[INTERNAL]) {
          this[INTERNAL].protocol = v;
        }
      }
    };
    exports2.Agent = Agent3;
  }
});

// without:debug
var require_debug = __commonJS({
  "without:debug"(exports2, module2) {
    module2.exports = () => () => {
    };
  }
});

// node_modules/https-proxy-agent/dist/parse-proxy-response.js
var require_parse_proxy_response = __commonJS({
  "node_modules/https-proxy-agent/dist/parse-proxy-response.js"(exports2) {
    "use strict";
    var __importDefault = exports2 && exports2.__importDefault || function(mod) {
      return mod && mod.__esModule ? mod : { "default": mod };
    };
    Object.defineProperty(exports2, "__esModule", { value: true });
    exports2.parseProxyResponse = void 0;
    var debug_1 = __importDefault(require_debug());
    var debug = (0, debug_1.default)("https-proxy-agent:parse-proxy-response");
    function parseProxyResponse(socket) {
      return new Promise((resolve, reject) => {
        let buffersLength = 0;
        const buffers = [];
        function read2() {
          const b = socket.read();
          if (b)
            ondata(b);
          else
            socket.once("readable", read2);
        }
        function cleanup() {
          socket.removeListener("end", onend);
          socket.removeListener("error", onerror);
          socket.removeListener("readable", read2);
        }
        function onend() {
          cleanup();
          debug("onend");
          reject(new Error("Proxy connection ended before receiving CONNECT response"));
        }
        function onerror(err) {
          cleanup();
          debug("onerror %o", err);
          reject(err);
        }
        function ondata(b) {
          buffers.push(b);
          buffersLength += b.length;
          const buffered = Buffer.concat(buffers, buffersLength);
          const endOfHeaders = buffered.indexOf("\r\n\r\n");
          if (endOfHeaders === -1) {
            debug("have not received end of HTTP headers yet...");
            read2();
            return;
          }
          const headerParts = buffered.slice(0, endOfHeaders).toString("ascii").split("\r\n");
          const firstLine = headerParts.shift();
          if (!firstLine) {
            socket.destroy();
            return reject(new Error("No header received from proxy CONNECT response"));
          }
          const firstLineParts = firstLine.split(" ");
          const statusCode = +firstLineParts[1];
          const statusText = firstLineParts.slice(2).join(" ");
          const headers = {};
          for (const header of headerParts) {
            if (!header)
              continue;
            const firstColon = header.indexOf(":");
            if (firstColon === -1) {
              socket.destroy();
              return reject(new Error(`Invalid header from proxy CONNECT response: "${header}"`));
            }
            const key = header.slice(0, firstColon).toLowerCase();
            const value = header.slice(firstColon + 1).trimStart();
            const current = headers[key];
            if (typeof current === "string") {
              headers[key] = [current, value];
            } else if (Array.isArray(current)) {
              current.push(value);
            } else {
              headers[key] = value;
            }
          }
          debug("got proxy server response: %o %o", firstLine, headers);
          cleanup();
          resolve({
            connect: {
              statusCode,
              statusText,
              headers
            },
            buffered
          });
        }
        socket.on("error", onerror);
        socket.on("end", onend);
        read2();
      });
    }
    exports2.parseProxyResponse = parseProxyResponse;
  }
});

// node_modules/https-proxy-agent/dist/index.js
var require_dist2 = __commonJS({
  "node_modules/https-proxy-agent/dist/index.js"(exports2) {
    "use strict";
    var __createBinding = exports2 && exports2.__createBinding || (Object.create ? (function(o, m, k, k2) {
      if (k2 === void 0) k2 = k;
      var desc = Object.getOwnPropertyDescriptor(m, k);
      if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
        desc = { enumerable: true, get: function() {
          return m[k];
        } };
      }
      Object.defineProperty(o, k2, desc);
    }) : (function(o, m, k, k2) {
      if (k2 === void 0) k2 = k;
      o[k2] = m[k];
    }));
    var __setModuleDefault = exports2 && exports2.__setModuleDefault || (Object.create ? (function(o, v) {
      Object.defineProperty(o, "default", { enumerable: true, value: v });
    }) : function(o, v) {
      o["default"] = v;
    });
    var __importStar = exports2 && exports2.__importStar || function(mod) {
      if (mod && mod.__esModule) return mod;
      var result = {};
      if (mod != null) {
        for (var k in mod) if (k !== "default" && Object.prototype.hasOwnProperty.call(mod, k)) __createBinding(result, mod, k);
      }
      __setModuleDefault(result, mod);
      return result;
    };
    var __importDefault = exports2 && exports2.__importDefault || function(mod) {
      return mod && mod.__esModule ? mod : { "default": mod };
    };
    Object.defineProperty(exports2, "__esModule", { value: true });
    exports2.HttpsProxyAgent = void 0;
    var net = __importStar(require("net"));
    var tls = __importStar(require("tls"));
    var assert_1 = __importDefault(require("assert"));
    var debug_1 = __importDefault(require_debug());
    var agent_base_1 = require_dist();
    var url_1 = require("url");
    var parse_proxy_response_1 = require_parse_proxy_response();
    var debug = (0, debug_1.default)("https-proxy-agent");
    var setServernameFromNonIpHost = (options) => {
      if (options.servername === void 0 && options.host && !net.isIP(options.host)) {
        return {
          ...options,
          servername: options.host
        };
      }
      return options;
    };
    var HttpsProxyAgent2 = class extends agent_base_1.Agent {
      constructor(proxy, opts) {
        super(opts);
        this.options = { path: void 0 };
        this.proxy = typeof proxy === "string" ? new url_1.URL(proxy) : proxy;
        this.proxyHeaders = (opts == null ? void 0 : opts.headers) ?? {};
        debug("Creating new HttpsProxyAgent instance: %o", this.proxy.href);
        const host = (this.proxy.hostname || this.proxy.host).replace(/^\[|\]$/g, "");
        const port = this.proxy.port ? parseInt(this.proxy.port, 10) : this.proxy.protocol === "https:" ? 443 : 80;
        this.connectOpts = {
          // Attempt to negotiate http/1.1 for proxy servers that support http/2
          ALPNProtocols: ["http/1.1"],
          ...opts ? omit(opts, "headers") : null,
          host,
          port
        };
      }
      /**
       * Called when the node-core HTTP client library is creating a
       * new HTTP request.
       *~
      async connect(req, opts) {
        const { proxy } = this;
        if (!opts.host) {
          throw new TypeError('No "host" provided');
        }
        let socket;
        if (proxy.protocol === "https:") {
          debug("Creating `tls.Socket`: %o", this.connectOpts);
          socket = tls.connect(setServernameFromNonIpHost(this.connectOpts));
        } else {
          debug("Creating `net.Socket`: %o", this.connectOpts);
          socket = net.connect(this.connectOpts);
        }
        const headers = typeof this.proxyHeaders === "function" ? this.proxyHeaders() : { ...this.proxyHeaders };
        const host = net.isIPv6(opts.host) ? `[${opts.host}]` : opts.host;
        let payload = `CONNECT ${host}:${opts.port} HTTP/1.1\r
`;
        if (proxy.username || proxy.password) {
          const auth = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
          headers["Proxy-Authorization"] = `Basic ${Buffer.from(auth).toString("base64")}`;
        }
        headers.Host = `${host}:${opts.port}`;
        if (!headers["Proxy-Connection"]) {
          headers["Proxy-Connection"] = this.keepAlive ? "Keep-Alive" : "close";
        }
        for (const name of Object.keys(headers)) {
          payload += `${name}: ${headers[name]}\r
`;
        }
        const proxyResponsePromise = (0, parse_proxy_response_1.parseProxyResponse)(socket);
        socket.write(`${payload}\r
`);
        const { connect, buffered } = await proxyResponsePromise;
        req.emit("proxyConnect", connect);
        this.emit("proxyConnect", connect, req);
        if (connect.statusCode === 200) {
          req.once("socket", resume);
          if (opts.secureEndpoint) {
            debug("Upgrading socket connection to TLS");
            return tls.connect({
              ...omit(setServernameFromNonIpHost(opts), "host", "path", "port"),
              socket
            });
          }
          return socket;
        }
        socket.destroy();
        const fakeSocket = new net.Socket({ writable: false });
        fakeSocket.readable = true;
        req.once("socket", (s) => {
          debug("Replaying proxy buffer for failed request");
          (0, assert_1.default)(s.listenerCount("data") > 0);
          s.push(buffered);
          s.push(null);
        });
        return fakeSocket;
      }
    };
    HttpsProxyAgent2.protocols = ["http", "https"];
    exports2.HttpsProxyAgent = HttpsProxyAgent2;
    function resume(socket) {
      socket.resume();
    }
    function omit(obj, ...keys) {
      const ret = {};
      let key;
      for (key in obj) {
        if (!keys.includes(key)) {
          ret[key] = obj[key];
        }
      }
      return ret;
    }
  }
});

// src/registry/proxy.ts
function findProxy(endpoint, env2) {
  const scheme = endpoint.protocol.slice(0, -1);
  const proxy = env2[`${scheme}_proxy`] ?? env2[`${scheme.toUpperCase()}_PROXY`];
  if (!proxy) return void 0;
  const exceptions = env2.no_proxy ?? env2.NO_PROXY ?? "";
  if (exceptions === "*") return void 0;
  const isException = exceptions.split(",").map((item) => item.trim().toLowerCase().replace(/^\.+/, "")).some((item) => isBeneathDomain(endpoint.hostname, item) || isBeneathDomain(endpoint.host, item));
  if (isException) return void 0;
  return /^[a-z]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}
function isBeneathDomain(host, domain) {
  return domain !== "" && (host === domain || host.endsWith(`.${domain}`));
}
var init_proxy = __esm({
  "src/registry/proxy.ts"() {
    "use strict";
  }
});

// src/registry/proxying-agent.ts
var proxying_agent_exports = {};
__export(proxying_agent_exports, {
  ProxyingAgent: () => ProxyingAgent
});
var import_node_https2, import_agent_base, import_https_proxy_agent, ProxyingAgent;
var init_proxying_agent = __esm({
  "src/registry/proxying-agent.ts"() {
    "use strict";
    import_node_https2 = require("https");
    import_agent_base = __toESM(require_dist());
    import_https_proxy_agent = __toESM(require_dist2());
    init_proxy();
    ProxyingAgent = class extends import_agent_base.Agent {
      constructor(agentOptions, env2) {
        super(agentOptions);
        this.agentOptions = agentOptions;
        this.env = env2;
        this.direct = new import_node_https2.Agent(agentOptions);
      }
      connect(_request, { host, port }) {
        const proxy = findProxy(new URL(`https://${host}:${port}`), this.env);
        return proxy === void 0 ? this.direct : new import_https_proxy_agent.HttpsProxyAgent(proxy, this.agentOptions);
      }
    };
  }
});

// src/registry/http-transport.ts
function parseLocation(location, base, doing) {
  try {
    const target = new URL(location, base);
    target.username = "";
    target.password = "";
    return target;
  } catch {
    throw new OutageError(`${doing} failed: ${base.host} redirects to what is no URL`);
  }
}
var import_node_http2, import_node_https3, maxRedirects, leadHint, redirections, HttpTransport;
var init_http_transport = __esm({
  "src/registry/http-transport.ts"() {
    "use strict";
    import_node_http2 = __toESM(require("http"));
    import_node_https3 = __toESM(require("https"));
    init_errors();
    init_environment();
    init_distribution_failure();
    init_http_exchange();
    init_registry_host();
    maxRedirects = 5;
    leadHint = "Servers without HTTPS are not asked, nor ones on this machine or a private network for a registry that is elsewhere.";
    redirections = [301, 302, 303, 307, 308];
    HttpTransport = class {
      constructor(env2, limits2) {
        this.env = env2;
        this.limits = limits2;
        /** Hosts on loopback that do not speak TLS. *~
        this.plainHosts = /* @__PURE__ *~ new Set();
        const options = this.agentOptions();
        this.plainAgent = new import_node_http2.default.Agent(options);
        this.loopbackAgent = new import_node_https3.default.Agent({ ...options, rejectUnauthorized: false });
      }
      /**
       * The answer to a request, whatever its status. Redirects of what only reads are followed; those to another origin
       * without the authorization, and none to where the one who redirects must not lead.
       *
       * @throws UserError for what won't pass, OutageError for what may
       *~
      async send(request) {
        const { doing, method } = request;
        let { url, authorization } = request;
        let isFromOrigin = true;
        for (let redirects = 0; ; redirects++) {
          const { answer, asked } = await this.sendOnce({ ...request, url, authorization });
          const location = answer.headers.location;
          const isRedirect = redirections.includes(answer.status) && location !== void 0;
          if (!isRedirect || method !== "GET" && method !== "HEAD")
            return { ...answer, url: asked, isFromOrigin };
          if (redirects === maxRedirects) {
            throw new UserError(`${doing} failed: ${url.host} redirects more than ${maxRedirects} times`);
          }
          const target = parseLocation(location, asked, doing);
          if (!mayLeadTo(asked, target)) {
            throw new UserError(
              `${doing} failed: ${asked.host} redirects to ${target.protocol}//${target.host}, which is not followed`,
              leadHint
            );
          }
          if (target.origin !== asked.origin) {
            authorization = void 0;
            isFromOrigin = false;
          }
          url = target;
        }
      }
      /** @returns the URL as it was really asked, beside the answer *~
      async sendOnce(request) {
        const { url, doing } = request;
        try {
          if (this.plainHosts.has(url.host)) return await this.sendPlain(request);
          return { answer: await this.exchange(request), asked: url };
        } catch (error) {
          if (!(error instanceof ExchangeError)) throw error;
          const isPlainServer = error.stage === "handshake" && error.code !== "ETIMEDOUT" && isLoopback(url.hostname);
          if (!isPlainServer) throw toTransportError(error, doing, url.host);
        }
        try {
          const result = await this.sendPlain(request);
          this.plainHosts.add(url.host);
          return result;
        } catch (error) {
          throw error instanceof ExchangeError ? toTransportError(error, doing, url.host) : error;
        }
      }
      async sendPlain(request) {
        const asked = new URL(request.url.href);
        asked.protocol = "http:";
        return { answer: await this.exchange({ ...request, url: asked }), asked };
      }
      async exchange(request) {
        const { url, authorization } = request;
        const headers = {
          "user-agent": "docker-ecr-cache",
          ...request.headers,
          ...authorization === void 0 ? {} : { authorization },
          ...request.body === void 0 ? {} : { "content-length": String(Buffer.byteLength(request.body)) }
        };
        return exchange({ ...request, headers }, await this.findAgent(url), this.limits);
      }
      async findAgent(url) {
        if (url.protocol === "http:") return this.plainAgent;
        if (isLoopback(url.hostname)) return this.loopbackAgent;
        this.verifyingAgent ?? (this.verifyingAgent = this.createVerifyingAgent());
        return this.verifyingAgent;
      }
      async createVerifyingAgent() {
        return findVariable(this.env, "https_proxy", "HTTPS_PROXY") ? new (await Promise.resolve().then(() => (init_proxying_agent(), proxying_agent_exports))).ProxyingAgent(this.agentOptions(), this.env) : new import_node_https3.default.Agent(this.agentOptions());
      }
      /** Connections are kept for the next request, but no longer than an answer may take. *~
      agentOptions() {
        return { keepAlive: true, timeout: this.limits.answerMs };
      }
    };
  }
});

// src/registry/manifest-types.ts
var manifestTypes;
var init_manifest_types = __esm({
  "src/registry/manifest-types.ts"() {
    "use strict";
    manifestTypes = [
      "application/vnd.docker.distribution.manifest.v2+json",
      "application/vnd.docker.distribution.manifest.list.v2+json",
      "application/vnd.oci.image.manifest.v1+json",
      "application/vnd.oci.image.index.v1+json"
    ];
  }
});

// src/registry/auth-challenge.ts
function parseChallenges(header) {
  var _a, _b;
  const challenges = [];
  let position = 0;
  const take = (pattern) => {
    pattern.lastIndex = position;
    const match = pattern.exec(header);
    if (match === null) return void 0;
    position = pattern.lastIndex;
    return match[1] ?? match[0];
  };
  for (; ; ) {
    take(separators);
    const name = (_a = take(token)) == null ? void 0 : _a.toLowerCase();
    if (name === void 0) return challenges;
    if (take(equals) === void 0) {
      challenges.push({ scheme: name, parameters: /* @__PURE__ *~ new Map() });
      take(token68);
      continue;
    }
    const value = ((_b = take(quoted)) == null ? void 0 : _b.replace(/\\(.)/g, "$1")) ?? take(unquoted);
    const current = challenges[challenges.length - 1];
    if (value === void 0 || current === void 0) return challenges;
    current.parameters.set(name, value);
  }
}
var token, token68, equals, quoted, unquoted, separators;
var init_auth_challenge = __esm({
  "src/registry/auth-challenge.ts"() {
    "use strict";
    token = /[\w!#$%&'*+.^`|~-]+/y;
    token68 = /[ \t]+[\w.~+/-]+=*[ \t]*(?=,|$)/y;
    equals = /[ \t]*=[ \t]*~y;
    quoted = /"((?:[^"\\]|\\.)*)"/y;
    unquoted = /[^\s,"]+/y;
    separators = /[\s,]*~y;
  }
});

// src/registry/registry-authorization.ts
function toKey({ host, repository, access }) {
  return `${host}/${repository} ${access}`;
}
function chooseChallenge(header, { doing, host }) {
  if (header.trim() === "") return void 0;
  const challenges = parseChallenges(header);
  const chosen = challenges.find(({ scheme, parameters }) => scheme === "bearer" && parameters.has("realm")) ?? challenges.find(({ scheme }) => scheme === "basic");
  if (chosen !== void 0) return chosen;
  const schemes = challenges.map(({ scheme }) => scheme).join(", ");
  throw new UserError(
    `${doing} failed: ${host} wants a way of authentication that is not known here: ${schemes || "one without a name"}`,
    "Basic authentication and bearer tokens are known."
  );
}
function parseRealm(realm, from, { doing, host }) {
  let url;
  try {
    url = new URL(realm);
  } catch {
    throw new OutageError(`${doing} failed: ${host} gives out its tokens at what is no URL`);
  }
  url.username = "";
  url.password = "";
  if (mayLeadTo(from, url)) return url;
  throw new UserError(
    `${doing} failed: ${host} names ${url.protocol}//${url.host}${url.pathname} as its token server, which is not asked`,
    leadHint
  );
}
var defaultLifetime, unusedLifetime, RegistryAuthorization;
var init_registry_authorization = __esm({
  "src/registry/registry-authorization.ts"() {
    "use strict";
    init_errors();
    init_auth_challenge();
    init_distribution_failure();
    init_http_transport();
    init_registry_host();
    defaultLifetime = 60;
    unusedLifetime = 10;
    RegistryAuthorization = class {
      constructor(transport, lookUpCredentials) {
        this.transport = transport;
        this.lookUpCredentials = lookUpCredentials;
        this.challenges = /* @__PURE__ *~ new Map();
        this.tokens = /* @__PURE__ *~ new Map();
        this.credentials = /* @__PURE__ *~ new Map();
        this.shown = /* @__PURE__ *~ new Map();
        this.secrets = /* @__PURE__ *~ new Set();
      }
      /** The header that this repository is known to want; undefined as long as it has not asked for any. *~
      async find(wanted) {
        const received = this.challenges.get(toKey(wanted));
        return received === void 0 ? void 0 : this.toHeader(received, wanted);
      }
      /**
       * The header for another try after an answer with status 401; undefined where there is none but the refused one.
       *
       * @param refused the header that was sent
       *~
      async answer(refusal, wanted, refused) {
        const challenge = chooseChallenge(refusal.headers["www-authenticate"] ?? "", wanted);
        if (challenge === void 0) return void 0;
        for (const [key, token2] of this.tokens) {
          if (token2.header === refused) this.tokens.delete(key);
        }
        const received = { challenge, from: refusal.url };
        this.challenges.set(toKey(wanted), received);
        const header = await this.toHeader(received, wanted);
        return header === refused ? void 0 : header;
      }
      /** The credentials for a registry, looked up once. *~
      findCredentials(host) {
        const known = this.credentials.get(host);
        if (known !== void 0) return known;
        const found = this.lookUpCredentials(toServerKey(host)).then(
          (credentials) => {
            this.shown.set(
              host,
              credentials ? `with ${credentials.source}` : "without credentials: docker has none"
            );
            if ((credentials == null ? void 0 : credentials.kind) === "password") this.keepSecret(credentials.password);
            if ((credentials == null ? void 0 : credentials.kind) === "identity-token") this.keepSecret(credentials.identityToken);
            return credentials;
          },
          (error) => {
            this.credentials.delete(host);
            throw error;
          }
        );
        this.credentials.set(host, found);
        return found;
      }
      /** What a registry was shown, in words that go on after "asked". *~
      describe(host) {
        return this.shown.get(host) ?? "without credentials: it wanted none";
      }
      /** Takes everything secret that went through here out of a text. *~
      redact(text) {
        return [...this.secrets].reduce((redacted, secret) => redacted.split(secret).join("***"), text);
      }
      keepSecret(secret) {
        if (secret !== "") this.secrets.add(secret);
        return secret;
      }
      async toHeader({ challenge, from }, wanted) {
        if (challenge.scheme === "basic") return this.toBasicHeader(await this.findCredentials(wanted.host));
        const { parameters } = challenge;
        const scope = parameters.get("scope") || `repository:${wanted.repository}:${wanted.access}`;
        const key = JSON.stringify([wanted.host, parameters.get("realm"), parameters.get("service"), scope]);
        const known = this.tokens.get(key);
        if (known !== void 0 && known.endsAt > Date.now()) return known.header;
        const token2 = await this.fetchToken(parameters, from, scope.split(" "), wanted);
        this.tokens.set(key, token2);
        return token2.header;
      }
      toBasicHeader(credentials) {
        if ((credentials == null ? void 0 : credentials.kind) !== "password") return void 0;
        const { username, password } = credentials;
        return `Basic ${this.keepSecret(Buffer.from(`${username}:${password}`).toString("base64"))}`;
      }
      async fetchToken(parameters, from, scopes, wanted) {
        const url = parseRealm(parameters.get("realm") ?? "", from, wanted);
        const credentials = await this.findCredentials(wanted.host);
        const service = parameters.get("service");
        const doing = `${wanted.doing}: asking for a token`;
        let answer;
        if ((credentials == null ? void 0 : credentials.kind) === "identity-token") {
          answer = await this.transport.send({
            doing,
            method: "POST",
            url,
            headers: { "content-type": "application/x-www-form-urlencoded" },
            body: new URLSearchParams({
              grant_type: "refresh_token",
              client_id: "docker-ecr-cache",
              refresh_token: credentials.identityToken,
              scope: scopes.join(" "),
              ...service === void 0 ? {} : { service }
            }).toString()
          });
        } else {
          if (service !== void 0) url.searchParams.append("service", service);
          for (const scope of scopes) url.searchParams.append("scope", scope);
          if (credentials !== void 0) url.searchParams.append("account", credentials.username);
          const authorization = this.toBasicHeader(credentials);
          answer = await this.transport.send({ doing, method: "GET", url, headers: {}, authorization });
        }
        if (answer.status !== 200) {
          const asked = { doing, host: url.host, shown: this.describe(wanted.host), registry: wanted.host };
          throw toAnswerError(answer, asked, (text) => this.redact(text));
        }
        return this.parseToken(answer, doing, url.host);
      }
      parseToken({ body }, doing, host) {
        let parsed;
        try {
          parsed = Object(JSON.parse(body.toString()));
        } catch {
          parsed = {};
        }
        const token2 = [parsed.token, parsed.access_token].find(
          (candidate) => typeof candidate === "string" && candidate !== ""
        );
        if (typeof token2 !== "string" || !/^[\x21-\x7e]+$/.test(token2)) {
          throw new OutageError(`${doing} failed: ${host} answers without a token`);
        }
        const lifetime = typeof parsed.expires_in === "number" ? parsed.expires_in : 0;
        return {
          header: `Bearer ${this.keepSecret(token2)}`,
          // The specification says that less than a minute must not be meant.
          endsAt: Date.now() + (Math.max(lifetime, defaultLifetime) - unusedLifetime) * 1e3
        };
      }
    };
  }
});

// src/registry/distribution-client.ts
function toLookUp(name, reference) {
  const doing = `look-up of ${toText2(name, reference)}`;
  if (!isTag(reference) && !isDigest(reference)) {
    throw new UserError(`${doing} failed: '${reference}' is neither a tag nor a digest`);
  }
  return { ...name, access: "pull", doing };
}
function toText2({ host, repository }, reference) {
  return `${host}/${repository}${isDigest(reference) ? "@" : ":"}${reference}`;
}
function toRequest(method, what, wanted, reference) {
  return {
    doing: wanted.doing,
    method,
    url: new URL(`https://${toApiHost(wanted.host)}/v2/${wanted.repository}/${what}/${reference}`),
    headers: what === "manifests" ? { accept: manifestTypes.join(", ") } : {}
  };
}
function toManifest(answer, wanted, reference) {
  var _a, _b;
  const { body } = answer;
  const content = parseManifest(body, wanted);
  const digest2 = isDigest(reference) ? reference : findDigestHeader(answer) ?? computeDigest("sha256", body);
  checkDigest(digest2, body, wanted);
  const given = ((_b = (_a = answer.headers["content-type"]) == null ? void 0 : _a.split(";", 1)[0]) == null ? void 0 : _b.trim().toLowerCase()) ?? "";
  const mediaType = manifestTypes.includes(given) ? given : content.mediaType ?? given;
  return { digest: digest2, mediaType, manifest: body.toString() };
}
function parseManifest(body, { doing }) {
  let content;
  try {
    content = Object(JSON.parse(body.toString()));
  } catch {
    content = {};
  }
  if (content.schemaVersion === 1) {
    throw new UserError(
      `${doing} failed: it is an image in the format of Docker 1.9, which nothing reads any more`,
      "Push it again with a docker of today."
    );
  }
  if (content.schemaVersion !== 2) throw new OutageError(`${doing} failed: the answer is no manifest`);
  return typeof content.mediaType === "string" ? { mediaType: content.mediaType } : {};
}
function findDigestHeader({ headers }) {
  const digest2 = headers["docker-content-digest"];
  return typeof digest2 === "string" && isDigest(digest2) ? digest2 : void 0;
}
function checkDigest(digest2, body, { doing }) {
  const actual = computeDigest(digest2.slice(0, digest2.indexOf(":")), body);
  if (actual === digest2) return;
  throw new OutageError(`${doing} failed: what came is ${actual}, but should be ${digest2}`);
}
function computeDigest(algorithm, body) {
  return `${algorithm}:${(0, import_node_crypto5.createHash)(algorithm).update(body).digest("hex")}`;
}
var import_node_crypto5, DistributionClient;
var init_distribution_client = __esm({
  "src/registry/distribution-client.ts"() {
    "use strict";
    import_node_crypto5 = require("crypto");
    init_errors();
    init_retry();
    init_distribution_failure();
    init_http_transport();
    init_image_name();
    init_manifest_types();
    init_registry_authorization();
    init_registry_host();
    DistributionClient = class {
      constructor(surroundings) {
        this.surroundings = surroundings;
        this.transport = new HttpTransport(surroundings.env, surroundings.exchangeLimits);
        this.authorization = new RegistryAuthorization(this.transport, surroundings.findCredentials);
      }
      /**
       * What the registry has under a tag or a digest; undefined only where the registry itself says that it has none.
       *~
      async findManifest(name, reference) {
        const wanted = toLookUp(name, reference);
        return this.retry(() => this.readManifest(wanted, reference));
      }
      /** The digest under a tag or a digest, without the manifest where the registry can do without. *~
      async findDigest(name, reference) {
        const wanted = toLookUp(name, reference);
        return this.retry(async () => {
          var _a;
          const answer = await this.ask(wanted, toRequest("HEAD", "manifests", wanted, reference));
          const digest2 = answer.status === 200 ? findDigestHeader(answer) : void 0;
          if (digest2 !== void 0 && (digest2 === reference || !isDigest(reference))) return digest2;
          if (isPassing(answer.status)) throw this.toError(answer, wanted);
          return (_a = await this.readManifest(wanted, reference)) == null ? void 0 : _a.digest;
        });
      }
      /**
       * The text of a small blob, such as an image's configuration.
       *
       * @throws UserError where the registry has no such blob, or refuses
       *~
      async readBlob(name, digest2) {
        const wanted = toLookUp(name, digest2);
        return this.retry(async () => {
          const answer = await this.ask(wanted, toRequest("GET", "blobs", wanted, digest2));
          if (answer.status !== 200) throw this.toError(answer, wanted);
          checkDigest(digest2, answer.body, wanted);
          return answer.body.toString();
        });
      }
      /**
       * Gives a manifest, whose blobs the repository has, a tag, which moves there from whichever manifest has it.
       *
       * @returns its digest
       *~
      async putManifest(name, tag, manifest, mediaType) {
        const wanted = { ...name, access: "pull,push", doing: `push of ${toText2(name, tag)}` };
        if (!isTag(tag)) throw new UserError(`${wanted.doing} failed: '${tag}' is no tag`);
        return this.retry(async () => {
          const answer = await this.ask(wanted, {
            ...toRequest("PUT", "manifests", wanted, tag),
            headers: { "content-type": mediaType },
            body: manifest
          });
          if (answer.status < 200 || answer.status > 299) throw this.toError(answer, wanted);
          const digest2 = findDigestHeader(answer) ?? computeDigest("sha256", Buffer.from(manifest));
          checkDigest(digest2, Buffer.from(manifest), wanted);
          return digest2;
        });
      }
      async readManifest(wanted, reference) {
        const answer = await this.ask(wanted, toRequest("GET", "manifests", wanted, reference));
        if (answer.status === 200) return toManifest(answer, wanted, reference);
        if (isConfirmedAbsence(answer)) return void 0;
        throw this.toError(answer, wanted);
      }
      /** Sends a request with what the registry wants to be shown, as soon as that is known. *~
      async ask(wanted, request) {
        const known = { ...request, authorization: await this.authorization.find(wanted) };
        const answer = await this.transport.send(known);
        const refusal = answer.status === 401 ? answer : await this.findRefusal(answer, known, wanted);
        if (!(refusal == null ? void 0 : refusal.isFromOrigin)) return answer;
        const authorization = await this.authorization.answer(refusal, wanted, known.authorization);
        return authorization === void 0 ? answer : this.transport.send({ ...request, authorization });
      }
      /**
       * Some registries hide what an unknown user may not see, instead of asking who it is: then the API's root asks, as
       * it does for docker, which starts there. (Artifactory: "Hide Existence of Unauthorized Resources")
       *~
      async findRefusal({ status }, { method, authorization }, wanted) {
        const mayHide = authorization === void 0 && method !== "HEAD" && (status === 403 || status === 404);
        if (!mayHide) return void 0;
        const root = await this.transport.send({
          doing: wanted.doing,
          method: "GET",
          url: new URL(`https://${toApiHost(wanted.host)}/v2/`),
          headers: {}
        });
        const isRefusal = root.status === 401 && await this.authorization.findCredentials(wanted.host) !== void 0;
        return isRefusal ? root : void 0;
      }
      toError(answer, { doing, host }) {
        const asked = { doing, host: toApiHost(host), shown: this.authorization.describe(host), registry: host };
        return toAnswerError(answer, asked, (text) => this.authorization.redact(text));
      }
      retry(operation) {
        const { retryLimits, say: say2 } = this.surroundings;
        return retryOutages(operation, retryLimits, say2);
      }
    };
  }
});

// src/commands/registry-api.ts
var registry_api_exports = {};
__export(registry_api_exports, {
  openRegistryApi: () => openRegistryApi
});
function openRegistryApi({ env: env2, homeDirectory, limits: limits2, log: log2, show, beforeEnd }, findLogin) {
  const runner = new ProcessRunner(env2, show);
  beforeEnd((signal) => runner.stopAll(signal, limits2.endMs));
  return new DistributionClient({
    env: env2,
    findCredentials: async (serverKey) => {
      const login = await findLogin().catch((error) => {
        if (error instanceof OutageError) return void 0;
        throw error;
      });
      if ((login == null ? void 0 : login.host) === serverKey)
        return { kind: "password", source: "the token of the registry", ...login };
      return findStoredCredentials(serverKey, {
        config: readDockerConfig(findConfigFolder(env2, homeDirectory)),
        env: env2,
        runner,
        helperMs: limits2.helperMs,
        warn: log2.warn
      });
    },
    exchangeLimits: { ...limits2.request, bodyBytes: limits2.manifestBytes },
    retryLimits: limits2.api,
    say: log2.line
  });
}
var init_registry_api = __esm({
  "src/commands/registry-api.ts"() {
    "use strict";
    init_docker_config();
    init_docker_credentials();
    init_process_runner();
    init_errors();
    init_distribution_client();
  }
});

// src/registry/base-image.ts
var base_image_exports = {};
__export(base_image_exports, {
  findBaseDigest: () => findBaseDigest
});
async function findBaseDigest(client, reference) {
  const name = parseImageName(reference);
  const digest2 = await client.findDigest(name, name.tag ?? "latest");
  if (digest2 === void 0) {
    throw new UserError(
      `cache-on-base-images: ${name.host} has no image ${reference}`,
      "Check the name in FROM, or log docker in to that registry if it is a private one."
    );
  }
  return digest2;
}
var init_base_image = __esm({
  "src/registry/base-image.ts"() {
    "use strict";
    init_errors();
    init_image_name();
  }
});

// src/commands/key-planning.ts
function planKey(world, settings, findLogin) {
  const { workingDirectory, program, limits: limits2, log: log2 } = world;
  return new KeyPlan(settings, {
    workingDirectory,
    pacer: createPacer(limits2.pauseMs),
    startDigestHelper: (queue) => startDigestThread(program, queue),
    findBaseDigest: async (reference) => {
      const { openRegistryApi: openRegistryApi2 } = await Promise.resolve().then(() => (init_registry_api(), registry_api_exports));
      const { findBaseDigest: findBaseDigest2 } = await Promise.resolve().then(() => (init_base_image(), base_image_exports));
      return findBaseDigest2(openRegistryApi2(world, findLogin), reference);
    },
    say: log2.line,
    warn: log2.warn
  });
}
var init_key_planning = __esm({
  "src/commands/key-planning.ts"() {
    "use strict";
    init_digest_thread();
    init_key_plan();
    init_pacer();
  }
});

// src/commands/key-reading.ts
async function readKey({ plan, steps, log: log2 }, { dockerfile }) {
  var _a, _b;
  const inputs = await readInputs(plan, steps);
  const key = computeCacheKey(inputs);
  const parts = [
    dockerfile.kind === "file" ? quoteOdd(dockerfile.path) : "the inline Dockerfile",
    countOf(inputs.files.length + inputs.jsonValues.length, "file of cache-on", "files of cache-on"),
    countOf((_a = inputs.copied) == null ? void 0 : _a.files.length, "copied file", "copied files"),
    countOf((_b = inputs.baseImages) == null ? void 0 : _b.length, "base image", "base images")
  ];
  log2.line(`The key is ${key.tag}, made from ${parts.filter((part) => part).join(", ")}`);
  return { key, inputs };
}
function readInputs(plan, steps) {
  return steps.run("key", "Reading the files of the key", () => plan.readInputs());
}
function countOf(count, one, several) {
  return count ? `${count} ${count === 1 ? one : several}` : "";
}
var init_key_reading = __esm({
  "src/commands/key-reading.ts"() {
    "use strict";
    init_errors();
    init_cache_key();
  }
});

// src/commands/key.ts
var key_exports = {};
__export(key_exports, {
  explainKey: () => explainKey,
  runKey: () => runKey,
  toKeyReport: () => toKeyReport
});
async function runKey(world, { json, explain }, options) {
  const plan = planKey(world, parseBuildSettings(options, world), async () => void 0);
  const steps = new Steps(world.now, world.log.line, world.limits.slowMs);
  const inputs = await readInputs(plan, steps);
  const key = computeCacheKey(inputs);
  if (!json && !explain) {
    world.print(`${key.sha256}
`);
    return 0;
  }
  const coverage = await steps.watch(
    "Comparing cache-on with what the Dockerfile copies",
    () => plan.compareCoverage(inputs)
  );
  const report3 = json ? toJson(toKeyReport(inputs, key, coverage)) : explainKey(inputs, key, coverage);
  world.print(`${report3}
`);
  return 0;
}
function toKeyReport(inputs, key, coverage) {
  return {
    key: key.sha256,
    tag: key.tag,
    inputs: toKeyDocument(inputs),
    copiedButNotCounted: inputs.copied ? [] : coverage.uncovered,
    countedButNotCopied: coverage.unused
  };
}
function explainKey(inputs, key, coverage) {
  const found = mapKeyParts(inputs, ({ toRows }, value) => Object.entries(toRows(value))).flat();
  const parts = /* @__PURE__ *~ new Map();
  for (const [title, rows] of found) parts.set(title, [...parts.get(title) ?? [], ...rows]);
  const groups = [
    ...parts,
    [
      "key",
      [
        ["sha256", key.sha256],
        ["tag", key.tag]
      ]
    ],
    ["copied by the Dockerfile, but NOT part of the key", toNames(inputs.copied ? [] : coverage.uncovered)],
    [
      "copied by the Dockerfile, but only JSON values of it part of the key",
      toNames(inputs.copied ? [] : coverage.partlyCovered)
    ],
    ["part of the key, but not copied by the Dockerfile", toNames(coverage.unused)]
  ];
  const shown = groups.filter(([, rows]) => rows.length > 0);
  const width = Math.max(
    ...shown.flatMap(
      ([, rows]) => rows.filter(([, value]) => value !== "").map(([what]) => quoteOdd(what).length)
    )
  );
  return shown.map(
    ([title, rows]) => [title, ...rows.map(([what, value]) => `  ${quoteOdd(what).padEnd(width)}  ${value}`.trimEnd())].join(
      "\n"
    )
  ).join("\n\n");
}
var init_key = __esm({
  "src/commands/key.ts"() {
    "use strict";
    init_errors();
    init_cache_key();
    init_key_inputs();
    init_json();
    init_steps();
    init_settings();
    init_key_planning();
    init_key_reading();
  }
});

// src/docker/image-reference.ts
function formatReference({ repository, tag }) {
  return `${repository}:${tag}`;
}
var init_image_reference = __esm({
  "src/docker/image-reference.ts"() {
    "use strict";
  }
});

// src/commands/settled.ts
function settle(promise) {
  return promise.then(
    (value) => ({ ok: true, value }),
    (error) => ({ ok: false, error })
  );
}
function unwrap(result) {
  if (!result.ok) throw result.error;
  return result.value;
}
var init_settled = __esm({
  "src/commands/settled.ts"() {
    "use strict";
  }
});

// src/commands/look-up.ts
async function lookUp({ registry, steps }, repositoryAnswer, tag) {
  const [repository, found] = await steps.run(
    "look-up",
    `Waiting for ${registry.title}`,
    () => Promise.all([repositoryAnswer, settle(registry.findImage(tag))])
  );
  if (repository.ok && found.ok) {
    return found.value ? { kind: "found", repository: repository.value, found: found.value } : { kind: "absent", repository: repository.value };
  }
  const errors = [repository, found].flatMap((result) => result.ok ? [] : [result.error]);
  const refusal = errors.find((error) => !(error instanceof OutageError));
  if (refusal !== void 0) throw refusal;
  return {
    kind: "outage",
    repository: repository.ok ? repository.value : void 0,
    error: errors[0]
  };
}
var init_look_up = __esm({
  "src/commands/look-up.ts"() {
    "use strict";
    init_errors();
    init_settled();
  }
});

// src/key/key-summary.ts
function writeKeySummary(inputs, line) {
  const files = listFiles2(inputs);
  const depths = [null, ...descend(Math.max(0, ...[...files.keys()].map((file) => file.split("/").length)))];
  for (const depth of depths) {
    const summary = {
      form: summaryForm,
      line,
      inputs: Object.fromEntries(listInputs(inputs)),
      files: Object.fromEntries(collapse(files, depth)),
      depth
    };
    const text = Buffer.from(JSON.stringify(summary));
    if (text.length > longestText) continue;
    const written = (0, import_node_zlib.deflateRawSync)(text).toString("base64");
    if (written.length <= longestSummary) return written;
  }
  return "";
}
function descend(from) {
  return Array.from({ length: from }, (_, index) => from - 1 - index);
}
function compareWithSummary(inputs, line, text) {
  const summary = parseSummary(text);
  if (summary === void 0 || summary.line !== line) return [];
  const files = new Map(collapse(listFiles2(inputs), summary.depth));
  return [
    ...describeInputs(compare(new Map(Object.entries(summary.inputs)), new Map(listInputs(inputs)))),
    ...describeFiles(compare(new Map(Object.entries(summary.files)), files))
  ];
}
function parseSummary(text) {
  try {
    const json = (0, import_node_zlib.inflateRawSync)(Buffer.from(text, "base64"), { maxOutputLength: longestText });
    const summary = Object(JSON.parse(json.toString()));
    const isKnown = summary.form === summaryForm && isDigests(summary.inputs) && isDigests(summary.files);
    return isKnown ? summary : void 0;
  } catch {
    return void 0;
  }
}
function isDigests(value) {
  return typeof value === "object" && value !== null;
}
function listInputs(inputs) {
  return [
    ...list(inputs, "options"),
    ...list(inputs, "items"),
    ...list(inputs, "guessableOptions", guessableDigits),
    ...list(inputs, "guessableItems", guessableDigits)
  ];
}
function listFiles2(inputs) {
  return new Map([...list(inputs, "copiedFiles"), ...list(inputs, "files")]);
}
function list(inputs, kind, digits = plainDigits) {
  return mapKeyParts(inputs, ({ toSummary }, value) => (toSummary == null ? void 0 : toSummary(value)[kind]) ?? []).flat().map(([name, value]) => [name, digest(value, digits)]);
}
function digest(value, digits) {
  return (0, import_node_crypto6.createHash)("sha256").update(JSON.stringify(value ?? null)).digest("hex").slice(0, digits);
}
function collapse(files, depth) {
  if (depth === null) return [...files];
  const folders = /* @__PURE__ *~ new Map();
  const shallow = [];
  for (const [file, fileDigest] of files) {
    const parts = file.split("/");
    if (parts.length <= depth) {
      shallow.push([file, fileDigest]);
      continue;
    }
    const folder = `${parts.slice(0, depth).join("/") || "."}/`;
    const entries = folders.get(folder) ?? [];
    entries.push(`${file}\0${fileDigest}`);
    folders.set(folder, entries);
  }
  return [
    ...shallow,
    ...[...folders].map(([folder, entries]) => [
      folder,
      digest(entries.sort(), plainDigits)
    ])
  ];
}
function compare(before, after) {
  return {
    changed: [...after.keys()].filter((name) => before.has(name) && before.get(name) !== after.get(name)),
    added: [...after.keys()].filter((name) => !before.has(name)),
    removed: [...before.keys()].filter((name) => !after.has(name))
  };
}
function describeInputs(differences) {
  return ["changed", "added", "removed"].filter((verb) => differences[verb].length > 0).map((verb) => `${joinNames(differences[verb], namedInputs)} ${verb}`);
}
function joinNames(names, most) {
  const parts = names.slice(0, most).map(quoteOdd);
  if (names.length > most) parts.push(`${names.length - most} more`);
  return [parts.slice(0, -1).join(", "), ...parts.slice(-1)].filter((part) => part).join(" and ");
}
function describeFiles(differences) {
  return ["changed", "added", "removed"].filter((verb) => differences[verb].length > 0).map((verb) => {
    const files = differences[verb];
    if (files.length <= namedFiles) return `${joinNames(files, namedFiles)} ${verb}`;
    const kind = files.some((file) => file.endsWith("/")) ? "files and folders" : "files";
    const folder = findCommonFolder(files);
    return `${files.length} ${kind} ${verb}${folder === "" ? "" : ` under ${quoteOdd(folder)}`}`;
  });
}
function findCommonFolder([first = "", ...others]) {
  const folders = first.split("/").slice(0, -1);
  const common = folders.filter((_, index) => {
    const folder = `${folders.slice(0, index + 1).join("/")}/`;
    return others.every((other) => other.startsWith(folder));
  });
  return common.map((folder) => `${folder}/`).join("");
}
var import_node_crypto6, import_node_zlib, summaryForm, longestSummary, longestText, plainDigits, guessableDigits, namedInputs, namedFiles;
var init_key_summary = __esm({
  "src/key/key-summary.ts"() {
    "use strict";
    import_node_crypto6 = require("crypto");
    import_node_zlib = require("zlib");
    init_errors();
    init_key_inputs();
    summaryForm = 1;
    longestSummary = 16 * 1024;
    longestText = 16 * longestSummary;
    plainDigits = 8;
    guessableDigits = 4;
    namedInputs = 4;
    namedFiles = 2;
  }
});

// src/settings/image-line.ts
function findImageLine({
  dockerfile,
  target,
  platform
}) {
  const line = JSON.stringify([
    dockerfile.kind === "file" ? dockerfile.path : null,
    target ?? null,
    platform
  ]);
  const digest2 = (0, import_node_crypto7.createHash)("sha256").update(line).digest("hex").slice(0, 8);
  return { newestTag: `newest-${digest2}`, cacheTag: `cache-${digest2}` };
}
var import_node_crypto7, lineTagPatterns;
var init_image_line = __esm({
  "src/settings/image-line.ts"() {
    "use strict";
    import_node_crypto7 = require("crypto");
    lineTagPatterns = ["newest-*", "cache-*"];
  }
});

// src/commands/miss-reason.ts
async function findMissReason(registry, settings, inputs) {
  if (!registry.isRemote) return [];
  const { newestTag } = findImageLine(settings);
  try {
    const newest = await registry.findImage(newestTag);
    if (newest === void 0) return [];
    const label = (await registry.findLabels(newest, settings.platform))[summaryLabel];
    return label === void 0 ? [] : compareWithSummary(inputs, newestTag, label);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
function formatMissReason(changes) {
  return `Since the newest image: ${changes.join("; ")}`;
}
var summaryLabel, findingReason;
var init_miss_reason = __esm({
  "src/commands/miss-reason.ts"() {
    "use strict";
    init_errors();
    init_key_summary();
    init_image_line();
    summaryLabel = "docker-ecr-cache.key-inputs";
    findingReason = "Looking up what the newest image was made from";
  }
});

// src/docker/build-arguments.ts
function toBuildArguments(settings, image, { labels, layers }) {
  const { dockerfile, context } = settings;
  return [
    "build",
    `--file=${dockerfile.kind === "inline" ? "-" : protectDash(dockerfile.path)}`,
    `--tag=${formatReference(image)}`,
    ...[...labels].map(([name, value]) => `--label=${name}=${value}`),
    ...settings.target === void 0 ? [] : [`--target=${settings.target}`],
    ...settings.isPlatformGiven ? [`--platform=${settings.platform}`] : [],
    ...settings.cacheOnBaseImages || layers.kind === "none" ? ["--pull"] : [],
    ...toLayerArguments(layers),
    // Without a value docker takes it from the environment itself: it need not pass through the argument list.
    ...settings.buildArgs.map(
      (arg) => `--build-arg=${arg.source === "given" ? `${arg.name}=${arg.value}` : arg.name}`
    ),
    ...settings.secrets.map(({ argument }) => `--secret=${argument}`),
    ...settings.additionalBuildArgs,
    protectDash(context)
  ];
}
function toLayerArguments(layers) {
  switch (layers.kind) {
    case "engine":
      return [];
    case "none":
      return ["--no-cache"];
    case "inline":
      return ["--build-arg=BUILDKIT_INLINE_CACHE=1", `--cache-from=${formatReference(layers.newest)}`];
    case "registry": {
      const where = `type=registry,ref=${formatReference(layers.cache)}`;
      const form = "mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true";
      return [`--cache-from=${where}`, ...layers.isWritten ? [`--cache-to=${where},${form}`] : []];
    }
  }
}
function asksForAttestations(words) {
  return words.some((word) => /^--(?:attest|provenance|sbom)(?:=|$)/.test(word));
}
function protectDash(path13) {
  return path13.startsWith("-") ? `./${path13}` : path13;
}
var init_build_arguments = __esm({
  "src/docker/build-arguments.ts"() {
    "use strict";
    init_image_reference();
  }
});

// src/docker/docker-failure.ts
function toDockerError(doing, result, output) {
  const { ending } = result;
  if (ending.kind === "not-started") {
    return ending.code === "ENOENT" ? new UserError(
      `${doing}: there is no docker on PATH`,
      "Install the docker command line on this machine."
    ) : new UserError(`${doing}: docker can't be run (${ending.code})`, "Check that `docker version` works.");
  }
  if (ending.kind === "signal") return new UserError(`${doing} was ended by ${ending.signal}`);
  if (ending.kind === "timeout") {
    return new OutageError(`${doing} has not answered in ${ending.limitMs / 1e3} s`);
  }
  const lines = toLines(result.stderr || result.stdout);
  const known = wordings.find(({ pattern }) => pattern.test(result.stderr));
  if (known) {
    const said2 = lines.filter((line) => known.pattern.test(line)).slice(-1);
    return new UserError(`${doing} failed: ${[known.what, ...said2.map(shorten2)].join(": ")}`, known.hint);
  }
  const said = lines.slice(output === "kept" ? -3 : -1).join(" / ");
  return new OutageError(`${doing} failed with status ${ending.status}${said && `: ${shorten2(said)}`}`);
}
function toEngineError(doing, result) {
  const error = toDockerError(doing, result, "kept");
  if (result.ending.kind !== "timeout") return error;
  return new UserError(
    `${error.message}: the docker engine hangs`,
    "Check that `docker version` answers at once on this machine; else start the docker engine again."
  );
}
function toNoImageError(doing, { stdout }) {
  const [first] = toLines(stdout);
  return new UserError(
    `${doing} ended well but described no image: ${first === void 0 ? "it answered nothing" : describeAnswer(first)}`,
    "Check that `docker` on PATH is the docker command line, or passes on nothing but what that one answers."
  );
}
function describeAnswer(line) {
  return /^[[{]/.test(line) ? "it answered JSON, not all of it or of another form" : shorten2(line);
}
function isEngineFailure({ stderr }) {
  return wordings.some(({ isOfEngine, pattern }) => isOfEngine && pattern.test(stderr));
}
function findBuildHint({ stdout, stderr }) {
  if (/buildx component is missing/.test(stderr)) {
    return "Install docker-buildx on this machine: secrets, layer-cache, cache-on-copied and cache-on-base-images need BuildKit.";
  }
  if (/cache export (?:feature )?is (?:currently )?not supported for/i.test(stderr)) {
    return "layer-cache: registry needs a builder that can keep its cache elsewhere: `docker buildx create --use --driver=docker-container`, or the engine's containerd image store. layer-cache: inline needs neither.";
  }
  if (/unknown flag: --cache-to/.test(stderr)) {
    return "Install docker-buildx on this machine: layer-cache: registry needs it. layer-cache: inline does without.";
  }
  if (/exec format error/i.test(stdout + stderr)) {
    return "This engine can not run programs of that platform: use an agent that has it, or install emulation (tonistiigi/binfmt).";
  }
  return void 0;
}
function toLines(text) {
  return text.split(/[\r\n\u2028\u2029]+/).map((line) => line.replace(new RegExp("\\p{Cc}+", "gu"), " ").trim()).filter((line) => line !== "" && !/^(?:Usage:|(?:See|Run) 'docker )/.test(line));
}
function shorten2(text) {
  const half = Math.floor((longest - 3) / 2);
  return text.length > longest ? `${text.slice(0, half)} \u2026 ${text.slice(-half)}` : text;
}
var wordings, longest;
var init_docker_failure = __esm({
  "src/docker/docker-failure.ts"() {
    "use strict";
    init_errors();
    wordings = [
      {
        pattern: /Cannot connect to the Docker daemon|Is the docker daemon running|error during connect|failed to connect to the docker API/i,
        what: "no docker engine answers",
        hint: "Start the docker engine, or point DOCKER_HOST at one.",
        isOfEngine: true
      },
      {
        pattern: /permission denied while trying to connect/i,
        what: "this user may not use the docker engine",
        hint: "Add the user to the group `docker`, or give the engine's socket to it.",
        isOfEngine: true
      },
      {
        pattern: /authorization token has expired|is not authorized to perform/i,
        what: "the registry denied it",
        hint: "Check that these AWS credentials may pull from and push to the repository (README: IAM permissions), or set push: false where they may only pull."
      },
      {
        pattern: /no basic auth credentials|(?:pull access|resource is) denied|(?<!permission )\bdenied: |: denied$|401 unauthorized|\bunauthorized: |: unauthorized$|authentication required|insufficient_scope|status: 403 Forbidden/im,
        what: "the registry denied it",
        hint: "Check that docker is logged in to it, with credentials that may pull from and push to the repository, or set push: false where they may only pull."
      },
      {
        pattern: /error (?:saving|storing) credentials|read-only file system/i,
        what: "docker can't write its configuration",
        hint: "Point DOCKER_CONFIG at a folder that this user can write to."
      },
      {
        pattern: /no space left on device|disk quota exceeded/i,
        what: "the disk is full",
        hint: "Free some space where the docker engine keeps its images: `docker system prune`."
      },
      {
        pattern: /no matching manifest for|does not match the (?:specified|detected host) platform|exec format error/i,
        what: "the image is for another platform",
        hint: "Build for the platform that this agent has."
      }
    ];
    longest = 300;
  }
});

// src/docker/engine-image.ts
function parseInspection(text) {
  const [image] = parseList2(text);
  if (!isJsonObject(image)) return void 0;
  const { RepoDigests: repoDigests } = image;
  return {
    repoDigests: Array.isArray(repoDigests) ? repoDigests.filter(isText2) : [],
    platform: findPlatform(image)
  };
}
function parseList2(text) {
  try {
    const parsed = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
function isText2(value) {
  return typeof value === "string" && value !== "";
}
function findPlatform({ Os, Architecture, Variant }) {
  if (!isText2(Os) || !isText2(Architecture)) return "";
  try {
    return parsePlatform([Os, Architecture, Variant].filter(isText2).join("/"), "image");
  } catch (error) {
    if (error instanceof OptionError) return "";
    throw error;
  }
}
var init_engine_image = __esm({
  "src/docker/engine-image.ts"() {
    "use strict";
    init_errors();
    init_platform();
    init_json_object();
  }
});

// src/docker/file-lock.ts
async function withFileLock(lock, action) {
  const release = await acquire(lock);
  try {
    return await action();
  } finally {
    release();
  }
}
async function acquire(lock) {
  const { folder, name, staleMs, waitMs, pollMs, onWait } = lock;
  const file = import_node_path12.default.join(folder, name);
  const token2 = (0, import_node_crypto8.randomBytes)(8).toString("hex");
  const deadline = Date.now() + waitMs;
  const noLock = () => {
  };
  try {
    (0, import_node_fs11.mkdirSync)(folder, { recursive: true, mode: 448 });
  } catch {
    return noLock;
  }
  for (let attempt = 1; ; attempt++) {
    try {
      create(file, token2);
      return hold(lock, file, token2);
    } catch (error) {
      if (errorCode(error) !== "EEXIST" || Date.now() >= deadline) return noLock;
      if (attempt === 1) onWait == null ? void 0 : onWait();
      if (!isOlderThan(file, staleMs)) {
        await new Promise((resolve) => setTimeout(resolve, pollMs * (0.5 + Math.random())));
      } else if (!remove(file)) return noLock;
    }
  }
}
function create(file, token2) {
  const descriptor = (0, import_node_fs11.openSync)(file, "wx");
  try {
    (0, import_node_fs11.writeSync)(descriptor, token2);
  } catch (error) {
    remove(file);
    throw error;
  } finally {
    (0, import_node_fs11.closeSync)(descriptor);
  }
}
function hold({ staleMs, isRenewed, atExit }, file, token2) {
  const touchOwn = () => isOwn(file, token2) && touch(file);
  const removeOwn = () => isOwn(file, token2) && remove(file);
  const renewing = isRenewed ? setInterval(touchOwn, staleMs / 4) : void 0;
  const takeBack = atExit(removeOwn);
  return () => {
    if (renewing !== void 0) clearInterval(renewing);
    takeBack();
    removeOwn();
  };
}
function isOwn(file, token2) {
  try {
    return (0, import_node_fs11.readFileSync)(file, "utf8") === token2;
  } catch {
    return false;
  }
}
function touch(file) {
  try {
    (0, import_node_fs11.utimesSync)(file, /* @__PURE__ *~ new Date(), /* @__PURE__ *~ new Date());
  } catch {
  }
}
function isOlderThan(file, ms) {
  try {
    return Date.now() - (0, import_node_fs11.statSync)(file).mtimeMs > ms;
  } catch {
    return false;
  }
}
function remove(file) {
  try {
    (0, import_node_fs11.unlinkSync)(file);
  } catch (error) {
    return errorCode(error) === "ENOENT";
  }
  return true;
}
var import_node_crypto8, import_node_fs11, import_node_path12;
var init_file_lock = __esm({
  "src/docker/file-lock.ts"() {
    "use strict";
    import_node_crypto8 = require("crypto");
    import_node_fs11 = require("fs");
    import_node_path12 = __toESM(require("path"));
    init_errors();
  }
});

// src/docker/docker-cli.ts
var import_node_crypto9, Docker;
var init_docker_cli = __esm({
  "src/docker/docker-cli.ts"() {
    "use strict";
    import_node_crypto9 = require("crypto");
    init_errors();
    init_build_arguments();
    init_docker_config();
    init_docker_failure();
    init_engine_image();
    init_file_lock();
    init_image_reference();
    Docker = class {
      /**
       * @param progress how builds, pulls and pushes show what they do
       * @param answerMs how long any other command may take, in milliseconds
       *~
      constructor(runner, progress, lock, answerMs) {
        this.runner = runner;
        this.progress = progress;
        this.lock = lock;
        this.answerMs = answerMs;
      }
      /**
       * Leaves docker logged in to a registry: one job at a time, since docker reads, changes and writes its configuration
       * without a lock, and of logins at the same time all but the last to write are lost. The password goes
       * through standard input only.
       *~
      async login(host, username, password) {
        if (this.findState(host) === "helper") return;
        const waitMs = this.lock.loginMs;
        const lock = { ...this.lock, name: "docker-ecr-cache.lock", waitMs, isRenewed: false };
        await withFileLock(lock, async () => {
          const logIn2 = () => this.run(["login", `--username=${username}`, "--password-stdin", host], `docker login to ${host}`, {
            output: "kept",
            input: password,
            limitMs: this.answerMs
          });
          await logIn2();
          if (!this.isLoggedIn(host)) await logIn2();
        });
      }
      /** Whether docker still has what it has logged in with, or a helper that knows by itself. *~
      isLoggedIn(host) {
        return this.findState(host) !== "none";
      }
      findState(host) {
        return findCredentialState(host, readDockerConfig(this.lock.folder));
      }
      /**
       * Does something with an image while no other job of this user on this machine does.
       *
       * @param onWait called when one does
       *~
      takeTurns(image, onWait, action) {
        const digest2 = (0, import_node_crypto9.createHash)("sha256").update(formatReference(image)).digest("hex");
        const name = `docker-ecr-cache-${digest2.slice(0, 16)}.lock`;
        return withFileLock({ ...this.lock, name, waitMs: this.lock.pushMs, isRenewed: true, onWait }, action);
      }
      /** The image that the engine has under this reference, if any. *~
      async findImage(image) {
        const reference = formatReference(image);
        const doing = `docker image inspect of ${reference}`;
        const result = await this.ask(["image", "inspect", reference]);
        if (result.ending.kind !== "exit" || result.ending.status !== 0) {
          if (/No such image/i.test(result.stderr)) return void 0;
          throw toEngineError(doing, result);
        }
        const found = parseInspection(result.stdout);
        if (found === void 0) throw toNoImageError(doing, result);
        return found;
      }
      /** Takes the reference from an image of the engine, whose layers stay for the next build. *~
      async untag(image) {
        const reference = formatReference(image);
        const result = await this.ask(["image", "rm", "--force", "--no-prune", reference]);
        if (result.ending.kind === "timeout") throw toEngineError(`docker image rm of ${reference}`, result);
      }
      /** @param platform the one to pull where the reference has several; undefined for the engine's own *~
      async pull(image, platform) {
        const reference = formatReference(image);
        const options = platform === void 0 ? [] : [`--platform=${platform}`];
        const [quiet, output] = this.progress === "terminal" ? [[], this.progress] : [["--quiet"], "kept"];
        await this.run(["pull", ...quiet, ...options, reference], `docker pull of ${reference}`, { output });
      }
      async push(image) {
        const reference = formatReference(image);
        await this.run(["push", reference], `docker push of ${reference}`, { output: this.progress });
      }
      /** Builds an image and gives it this reference. Docker's own output is the explanation when it fails. *~
      async build(settings, image, extras) {
        const result = await this.runner.run("docker", toBuildArguments(settings, image, extras), {
          output: this.progress,
          ...settings.dockerfile.kind === "inline" ? { input: settings.dockerfile.text } : {},
          env: {
            // Where the settings ask for what only BuildKit can do, it is switched on.
            ...settings.usesBuildKit ? { DOCKER_BUILDKIT: "1" } : {},
            ...this.progress === "shown" ? { BUILDKIT_PROGRESS: "plain" } : {},
            // A description of the build beside the image would make an index of it, which not everything can pull.
            ...asksForAttestations(settings.additionalBuildArgs) ? {} : { BUILDX_NO_DEFAULT_ATTESTATIONS: "1" }
          }
        });
        const { ending } = result;
        if (ending.kind === "exit" && ending.status === 0) return;
        if (ending.kind !== "exit" || isEngineFailure(result))
          throw toDockerError("docker build", result, this.progress);
        throw new UserError(
          `docker build failed with status ${ending.status}; its output above says why`,
          findBuildHint(result)
        );
      }
      /** Asks for something that the engine does by itself. *~
      ask(args) {
        return this.runner.run("docker", args, { output: "kept", limitMs: this.answerMs });
      }
      async run(args, doing, options) {
        const result = await this.runner.run("docker", args, options);
        if (result.ending.kind !== "exit" || result.ending.status !== 0) {
          throw toDockerError(doing, result, options.output);
        }
        return result;
      }
    };
  }
});

// src/registry/local-registry.ts
var localHost, LocalRegistry;
var init_local_registry = __esm({
  "src/registry/local-registry.ts"() {
    "use strict";
    localHost = "localhost";
    LocalRegistry = class {
      constructor(repositoryName2, engine) {
        this.repositoryName = repositoryName2;
        this.engine = engine;
        this.title = "the docker engine";
        this.isRemote = false;
      }
      async findRepository() {
        return `${localHost}/${this.repositoryName}`;
      }
      async findLogin() {
        return void 0;
      }
      async findImage(tag) {
        const image = await this.engine.findImage({ repository: await this.findRepository(), tag });
        return image && { digest: "", manifest: "", mediaType: "" };
      }
      async isArchived() {
        return false;
      }
      async findLabels() {
        return {};
      }
      async expectRepository() {
      }
      async prepareRepository() {
      }
      async moveTag() {
      }
    };
  }
});

// src/registry/image-labels.ts
async function findImageLabels(client, name, image, platform) {
  var _a;
  const { config, manifests } = parse(image.manifest);
  if ((config == null ? void 0 : config.digest) === void 0) {
    const entries = Array.isArray(manifests) ? manifests : [];
    const one = entries.find((entry) => isFor(entry == null ? void 0 : entry.platform, platform));
    const manifest = (one == null ? void 0 : one.digest) && await client.findManifest(name, one.digest);
    if (!manifest) throw new OutageError(`${name.repository} has no image for ${platform} to read labels of`);
    return findImageLabels(client, name, manifest, platform);
  }
  const text = await client.readBlob(name, config.digest);
  const labels = (_a = parse(text).config) == null ? void 0 : _a.Labels;
  return labels ?? {};
}
function isFor(given, platform) {
  const parts = [given == null ? void 0 : given.os, given == null ? void 0 : given.architecture, given == null ? void 0 : given.variant].filter((part) => part);
  return parts.length > 1 && parsePlatform(parts.join("/"), "an index") === platform;
}
function parse(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new OutageError("the registry answered with what is no JSON");
  }
}
var init_image_labels = __esm({
  "src/registry/image-labels.ts"() {
    "use strict";
    init_errors();
    init_platform();
  }
});

// src/registry/oci-registry.ts
var oci_registry_exports = {};
__export(oci_registry_exports, {
  OciRegistry: () => OciRegistry
});
var OciRegistry;
var init_oci_registry = __esm({
  "src/registry/oci-registry.ts"() {
    "use strict";
    init_image_labels();
    OciRegistry = class {
      constructor(client, { host, repositoryName: repositoryName2 }) {
        this.client = client;
        this.isRemote = true;
        this.title = host;
        this.repositoryName = repositoryName2;
        this.name = { host, repository: repositoryName2 };
      }
      async findRepository() {
        return `${this.name.host}/${this.repositoryName}`;
      }
      /** Docker has credentials of its own. *~
      async findLogin() {
        return void 0;
      }
      findImage(tag) {
        return this.client.findManifest(this.name, tag);
      }
      async isArchived(tag) {
        return await this.findImage(tag) === void 0;
      }
      findLabels(image, platform) {
        return findImageLabels(this.client, this.name, image, platform);
      }
      async expectRepository() {
      }
      /** Registries make a repository with the first push to it. *~
      async prepareRepository() {
      }
      async moveTag({ manifest, mediaType }, tag) {
        await this.client.putManifest(this.name, tag, manifest, mediaType);
      }
    };
  }
});

// src/registry/aws-credentials.ts
function findCredentials({ credentialModules }, env2, clientConfig, answerMs) {
  const sources = listSources(credentialModules, env2, clientConfig, answerMs);
  return async (identity) => {
    const absences4 = [];
    for (const { title, provide, isAbsence } of sources) {
      try {
        return await provide(identity);
      } catch (error) {
        if (!isAbsence(error)) throw new CredentialsError(title, describeFailure(error), error);
        absences4.push(describeFailure(error));
      }
    }
    throw new CredentialsError(void 0, absences4.join("; "));
  };
}
function listSources(modules, env2, clientConfig, answerMs) {
  const never = () => false;
  const askProfile = async (identity) => {
    const init = { clientConfig, maxRetries: 0 };
    return (await modules.profile()).fromIni(init)(identity);
  };
  const sources = [
    {
      title: `the AWS profile ${quoteOdd(findVariable(env2, "AWS_PROFILE") ?? "default")}`,
      provide: (identity) => within(patience * answerMs, askProfile(identity)),
      isAbsence: (error) => /^Could not resolve credentials using profile/.test(describeError(error))
    }
  ];
  if (findVariable(env2, "AWS_WEB_IDENTITY_TOKEN_FILE") && findVariable(env2, "AWS_ROLE_ARN")) {
    sources.push({
      title: "web identity (AWS_WEB_IDENTITY_TOKEN_FILE)",
      provide: async (identity) => (await modules.webIdentity()).fromTokenFile({ clientConfig })(identity),
      isAbsence: never
    });
  }
  const container = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"].find(
    (name) => findVariable(env2, name)
  );
  if (container !== void 0) {
    const ask = async () => (await modules.container()).fromHttp({ maxRetries: 0, timeout: 0 })();
    sources.push({
      title: `the container's service (${container})`,
      provide: () => within(answerMs, ask()),
      isAbsence: never
    });
  } else if (["false", void 0].includes(findVariable(env2, "AWS_EC2_METADATA_DISABLED"))) {
    const endpoint = findVariable(env2, "AWS_EC2_METADATA_SERVICE_ENDPOINT");
    sources.push({
      title: "the instance metadata service",
      // An instance may be busy; a machine that is none is not to wait for long.
      provide: async () => (await modules.instance()).fromInstanceMetadata({ timeout: answerMs / 10, maxRetries: 2 })(),
      isAbsence: (error) => isNoInstance(error, endpoint !== void 0)
    });
  }
  return sources;
}
function isNoInstance(error, isNamed) {
  const { statusCode, name } = error;
  if (statusCode !== void 0) return statusCode < 500 && statusCode !== 429;
  return !isNamed && (name === "ProviderError" || name === "InstanceMetadataV1FallbackError");
}
function describeFailure(error) {
  const text = describeError(error);
  if (error instanceof SyntaxError || text.startsWith("SyntaxError: ")) return "the answer is no JSON";
  const [first = "", ...others] = text.split("\n").flatMap((line) => line.trim() || []);
  if (first.startsWith("Command failed: "))
    return ["its credential_process failed", ...others.slice(-1)].join(": ");
  const { name = "", statusCode, Code, Message } = error;
  const said = [
    /^Error$|ProviderError$/.test(name) ? void 0 : name,
    first.endsWith(":") ? [first, ...others].join(" ") : first.replace(/^Error: |\.$/g, ""),
    // What the service of a container says of itself.
    Code,
    Message
  ];
  const words = said.filter((part) => part).join(": ").replace(/\s+/g, " ");
  const detail = statusCode === void 0 ? errorCode(error) : `HTTP ${statusCode}`;
  return detail === void 0 || words.includes(detail) ? words : `${words} (${detail})`;
}
async function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    const error = Object.assign(new Error(`no answer in ${ms / 1e3} s`), { name: "TimeoutError" });
    timer = setTimeout(reject, ms, error);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    if (timer !== void 0) clearTimeout(timer);
  }
}
var CredentialsError, patience;
var init_aws_credentials = __esm({
  "src/registry/aws-credentials.ts"() {
    "use strict";
    init_errors();
    init_environment();
    CredentialsError = class extends Error {
      /** @param source the one that failed, with the variable that sets it up; undefined where none is set up *~
      constructor(source, message, cause) {
        super(message);
        this.source = source;
        this.cause = cause;
        this.name = new.target.name;
      }
    };
    patience = 6;
  }
});

// src/registry/ecr-client.ts
var ecr_client_exports = {};
__export(ecr_client_exports, {
  connectToEcr: () => connectToEcr
});
async function connectToEcr(loadSdk, region, env2, limits2, say2) {
  await new Promise((resolve) => setImmediate(resolve));
  const sdk = loadSdk();
  const found = region ?? await findRegion2(sdk, say2);
  return { sdk, client: await createEcrClient(sdk, found, env2, limits2), region: found };
}
async function findRegion2({ ECRClient }, say2) {
  try {
    return await new ECRClient({}).config.region();
  } catch {
    say2(
      `No region is set (option region, AWS_REGION, AWS_DEFAULT_REGION, the AWS profile): using ${fallbackRegion}`
    );
    return fallbackRegion;
  }
}
async function createEcrClient(sdk, region, env2, limits2) {
  const ca = readCaBundle(env2);
  const agentOptions = { keepAlive: true, ...ca === void 0 ? {} : { ca } };
  const requestHandler = {
    connectionTimeout: limits2.connectMs,
    requestTimeout: limits2.answerMs,
    throwOnRequestTimeout: true,
    // An answer that begins and goes no further.
    socketTimeout: limits2.answerMs,
    httpsAgent: findVariable(env2, "https_proxy", "HTTPS_PROXY") ? new (await Promise.resolve().then(() => (init_proxying_agent(), proxying_agent_exports))).ProxyingAgent(agentOptions, env2) : new import_node_https4.Agent(agentOptions)
  };
  const client = { requestHandler, maxAttempts: 1 };
  return new sdk.ECRClient({
    ...client,
    region,
    credentials: findKeys(env2) ?? findCredentials(sdk, env2, client, limits2.answerMs)
  });
}
function findKeys(env2) {
  const accessKeyId = findVariable(env2, "AWS_ACCESS_KEY_ID");
  const secretAccessKey = findVariable(env2, "AWS_SECRET_ACCESS_KEY");
  const sessionToken = findVariable(env2, "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN");
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, ...sessionToken === void 0 ? {} : { sessionToken } } : void 0;
}
function readCaBundle(env2) {
  const file = findVariable(env2, "AWS_CA_BUNDLE");
  if (file === void 0) return void 0;
  try {
    return (0, import_node_fs12.readFileSync)(file);
  } catch (error) {
    throw new UserError(
      `AWS_CA_BUNDLE can't be read: ${describeError(error)}`,
      "Point the variable at a file with certificates in PEM form, or unset it.",
      error
    );
  }
}
var import_node_fs12, import_node_https4, fallbackRegion;
var init_ecr_client = __esm({
  "src/registry/ecr-client.ts"() {
    "use strict";
    import_node_fs12 = require("fs");
    import_node_https4 = require("https");
    init_errors();
    init_environment();
    init_aws_credentials();
    fallbackRegion = "eu-west-1";
  }
});

// src/registry/ecr-failure.ts
function toEcrError(error, request) {
  const { operation, repositoryName: repositoryName2, region } = request;
  const doing = `${operation} on ${repositoryName2} in ${region}`;
  if (error instanceof CredentialsError) return toCredentialsError(error, doing, region);
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const words = describeAnswer2(error);
  const refusal = toRefusal(error, { doing, words, region, action: `ecr:${operation}` });
  if (refusal !== void 0) return refusal;
  if (mayPass(error)) return new OutageError(`${doing} failed: ${words}`, void 0, error);
  const isOfSystem = /^(E[A-Z0-9]+$|ERR_SSL_|ERR_TLS_|HPE_)/.test(errorCode(error) ?? "");
  if (findStatus(error) === void 0 && !isOfSystem) return error;
  return new UserError(`${doing} failed: ${words}`, void 0, error);
}
function toCredentialsError(error, request, region) {
  const { source, cause, message: words } = error;
  if (source === void 0) {
    return new UserError(
      `${request}: no AWS credentials were found: ${words}`,
      /using profile: \[(?!default\])/.test(words) ? "Correct AWS_PROFILE: the profile that it names has to be in the AWS configuration files, with a source of credentials." : "Give the agent an instance or container role, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
      error
    );
  }
  const doing = `${request}: asking ${source} for AWS credentials`;
  const isError = cause instanceof Error;
  const refusal = isError ? toRefusal(cause, { doing, words, region, action: void 0 }) : void 0;
  if (refusal !== void 0) return refusal;
  return passingWords.test(words) || isError && mayPass(cause) ? new OutageError(`${doing} failed: ${words}`, void 0, error) : new UserError(
    `${doing} failed: ${words}`,
    "Check what sets it up, or remove that: the first source that is set up counts.",
    error
  );
}
function toRefusal(error, { doing, words, region, action }) {
  if (refusals.has(error.name)) {
    return new UserError(`${doing} was denied: ${words}`, hintForRefusal(error, region, action), error);
  }
  if (errorCode(error) === "ENOTFOUND") {
    return new UserError(
      `${doing}: there is no such host: ${describeError(error)}`,
      `Check the region (${region}) for a typing error, and the name server of this machine.`,
      error
    );
  }
  if (/CERT|UNABLE_TO_(GET|VERIFY)/.test(errorCode(error) ?? "")) {
    return new UserError(
      `${doing}: the certificate that was shown is not trusted: ${describeError(error)}`,
      "Point AWS_CA_BUNDLE at the certificates of your network, if something in it opens HTTPS.",
      error
    );
  }
  return void 0;
}
function hintForRefusal({ name, message }, region, asked) {
  var _a;
  if (name === "AccessDenied" || name === "AccessDeniedException" || name === "NotAuthorized") {
    const action = ((_a = /\bperform:? ([a-z0-9-]+:[A-Z][A-Za-z]+)/.exec(message)) == null ? void 0 : _a[1]) ?? asked;
    if (action === void 0) return "Check the role that is to be assumed, and its trust policy.";
    return action.startsWith("sts:") ? `Allow ${action} in the trust policy of the role that is to be assumed, and to whoever assumes it.` : `Allow ${action} in the IAM policy of the agent's role (README: IAM permissions).`;
  }
  if (name === "OptInRequired")
    return `Enable the region ${region} for this AWS account, or choose another one.`;
  return "The AWS credentials are expired or wrong: renew them, and check the clock of this machine.";
}
function mayPass(error) {
  const status = findStatus(error);
  const code = errorCode(error);
  return throttlings.has(error.name) || error.name === "TimeoutError" || error.name === "ServerException" || status !== void 0 && (status >= 500 || status === 429) || code !== void 0 && brokenConnections.has(code) || // The SDK parses every answer as JSON; what is not comes as a SyntaxError.
  error instanceof SyntaxError && status !== void 0;
}
function describeAnswer2(error) {
  if (error instanceof SyntaxError) return `HTTP ${findStatus(error)} with an answer that is no JSON`;
  return `${error.name}: ${error.message.split("\n")[0]}`;
}
function findStatus(error) {
  var _a;
  return (_a = error.$metadata) == null ? void 0 : _a.httpStatusCode;
}
var refusals, throttlings, brokenConnections, passingWords;
var init_ecr_failure = __esm({
  "src/registry/ecr-failure.ts"() {
    "use strict";
    init_errors();
    init_aws_credentials();
    refusals = /* @__PURE__ *~ new Set([
      "AccessDenied",
      "AccessDeniedException",
      "ExpiredToken",
      "ExpiredTokenException",
      "IDPRejectedClaimException",
      "IncompleteSignature",
      "InvalidClientTokenId",
      "InvalidIdentityTokenException",
      "InvalidSignatureException",
      "MissingAuthenticationToken",
      "MissingAuthenticationTokenException",
      "NotAuthorized",
      "OptInRequired",
      "RequestExpired",
      "SignatureDoesNotMatch",
      "UnrecognizedClientException"
    ]);
    throttlings = /* @__PURE__ *~ new Set([
      "IDPCommunicationErrorException",
      "RequestLimitExceeded",
      "RequestThrottled",
      "RequestThrottledException",
      "Throttling",
      "ThrottlingException",
      "TooManyRequestsException"
    ]);
    brokenConnections = /* @__PURE__ *~ new Set([
      "ECONNREFUSED",
      "ECONNRESET",
      "EAI_AGAIN",
      "EHOSTUNREACH",
      "ENETDOWN",
      "ENETUNREACH",
      "EPIPE",
      "ETIMEDOUT",
      "ERR_STREAM_PREMATURE_CLOSE",
      "ERR_SOCKET_CONNECTION_TIMEOUT",
      "ERR_TLS_HANDSHAKE_TIMEOUT"
    ]);
    passingWords = new RegExp(
      [
        ...brokenConnections,
        "AggregateError|TimeoutError|socket hang up",
        "(?:HTTP|status:) (?:408|429|5\\d\\d)\\b",
        "TooManyRequests|Throttl|InternalServer|ServiceUnavailable",
        "no JSON|XML parse error|not of the required format"
      ].join("|")
    );
  }
});

// src/registry/ecr-requests.ts
var ecr_requests_exports = {};
__export(ecr_requests_exports, {
  EcrRequests: () => EcrRequests
});
var EcrRequests;
var init_ecr_requests = __esm({
  "src/registry/ecr-requests.ts"() {
    "use strict";
    init_retry();
    init_ecr_failure();
    EcrRequests = class {
      /**
       * @param connect called when the first request is sent
       * @param registryId the account that owns the registry; undefined for the caller's
       * @param say called with a line about each retry
       *~
      constructor(connect, repositoryName2, registryId, limits2, say2) {
        this.connect = connect;
        this.registryId = registryId;
        this.limits = limits2;
        this.say = say2;
        this.target = { repositoryName: repositoryName2, ...registryId === void 0 ? {} : { registryId } };
      }
      /** @param operation the API's name for what is sent *~
      async send(operation, send) {
        const { repositoryName: repositoryName2 } = this.target;
        this.connection = this.connection ?? this.connect();
        const connection = await this.connection;
        const { region } = connection;
        return retryOutages(
          async () => {
            try {
              return await send(connection);
            } catch (error) {
              throw toEcrError(error, { operation, repositoryName: repositoryName2, region });
            }
          },
          this.limits,
          this.say
        );
      }
      /** As `send`, but undefined where the service answers with the exception of this name. *~
      sendUnless(exception, operation, send) {
        return this.send(operation, async (connection) => {
          try {
            return await send(connection);
          } catch (error) {
            if (error instanceof Error && error.name === exception) return void 0;
            throw error;
          }
        });
      }
    };
  }
});

// src/registry/lifecycle-policy.ts
function formatLifecyclePolicy(maxAgeDays) {
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: describeRule(maxAgeDays),
        selection: {
          tagStatus: "any",
          countType: "sinceImagePushed",
          countUnit: "days",
          countNumber: maxAgeDays
        },
        action: { type: "expire" }
      }
    ]
  });
}
function describeRule(days) {
  return `Expire images older than ${days} days`;
}
function comparePolicy(text, maxAgeDays) {
  const days = findOwnDays(text);
  if (days === void 0) return "foreign";
  return days === maxAgeDays ? "as-wanted" : "ours-but-different";
}
function findOwnDays(text) {
  var _a, _b, _c;
  let rules;
  try {
    rules = JSON.parse(text).rules;
  } catch {
    return void 0;
  }
  const [rule] = rules ?? [];
  const days = (_a = rule == null ? void 0 : rule.selection) == null ? void 0 : _a.countNumber;
  const isOwn2 = (rules == null ? void 0 : rules.length) === 1 && ((_b = rule == null ? void 0 : rule.selection) == null ? void 0 : _b.tagStatus) === "any" && rule.selection.countType === "sinceImagePushed" && ((_c = rule.action) == null ? void 0 : _c.type) === "expire" && /^Expire images older than \d+ days$/.test(String(rule.description));
  return isOwn2 && typeof days === "number" ? days : void 0;
}
var init_lifecycle_policy = __esm({
  "src/registry/lifecycle-policy.ts"() {
    "use strict";
  }
});

// src/registry/ecr-repository.ts
var ecr_repository_exports = {};
__export(ecr_repository_exports, {
  EcrRepository: () => EcrRepository
});
var EcrRepository;
var init_ecr_repository = __esm({
  "src/registry/ecr-repository.ts"() {
    "use strict";
    init_errors();
    init_lifecycle_policy();
    EcrRepository = class {
      /**
       * @param movingTags patterns of the tags that have to move where all others are immutable
       * @param say called with a line about what was made or left alone
       * @param warn called with a line about what went wrong without harm to the image
       *~
      constructor(requests, settings, movingTags, say2, warn) {
        this.requests = requests;
        this.settings = settings;
        this.movingTags = movingTags;
        this.say = say2;
        this.warn = warn;
      }
      /** @throws UserError where it must not be made *~
      expectCreation() {
        const { repositoryName: repositoryName2, isCreated } = this.settings;
        if (isCreated) return;
        throw new UserError(
          `there is no repository ${repositoryName2}, and with ecr-create: false it is not made`,
          "Make it by hand (aws ecr create-repository), check ecr-name and region, or remove ecr-create."
        );
      }
      /** Makes it. That another job was faster is no failure, nor that an attempt of ours was though its answer was lost. *~
      async create() {
        var _a;
        this.expectCreation();
        const answer = await this.createWithTags();
        if (answer !== void 0)
          this.say(`Created the repository ${((_a = answer.repository) == null ? void 0 : _a.repositoryUri) ?? this.settings.repositoryName}`);
        await this.tolerate(
          "its lifecycle policy",
          () => answer === void 0 ? this.adjustPolicy("new") : this.putPolicy()
        );
      }
      /** Puts right what the settings say of one that is there; what can't be is a warning. *~
      async adjust() {
        await Promise.all([
          this.tolerate("its lifecycle policy", () => this.adjustPolicy("old")),
          this.tolerate("its resource tags", () => this.adjustTags()),
          this.tolerate("whether its tags are immutable", () => this.adjustMutability())
        ]);
      }
      /** @returns undefined where it has been made meanwhile *~
      async createWithTags() {
        const tags = [...this.settings.resourceTags].map(([Key, Value]) => ({ Key, Value }));
        if (tags.length === 0) return this.sendCreation({});
        try {
          return await this.sendCreation({ tags });
        } catch (error) {
          if (!(error instanceof UserError && /ecr:TagResource/.test(error.message))) throw error;
          const answer = await this.sendCreation({});
          this.warn(`The repository is made without its resource tags: ${describeError(error)}`);
          return answer;
        }
      }
      sendCreation(tags) {
        const { target } = this.requests;
        const { hasImmutableTags, kmsKey } = this.settings;
        return this.requests.sendUnless(
          "RepositoryAlreadyExistsException",
          "CreateRepository",
          ({ sdk, client }) => client.send(
            new sdk.CreateRepositoryCommand({
              ...target,
              ...tags,
              ...hasImmutableTags ? this.describeMutability() : {},
              ...kmsKey ? { encryptionConfiguration: { encryptionType: "KMS", kmsKey } } : {}
            })
          )
        );
      }
      describeMutability() {
        return {
          imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
          imageTagMutabilityExclusionFilters: this.movingTags.map((filter) => ({
            filterType: "WILDCARD",
            filter
          }))
        };
      }
      /** @param age `new` of a repository that was not there when this run began *~
      async adjustPolicy(age) {
        const { target } = this.requests;
        const answer = await this.requests.sendUnless(
          "LifecyclePolicyNotFoundException",
          "GetLifecyclePolicy",
          ({ sdk, client }) => client.send(new sdk.GetLifecyclePolicyCommand(target))
        );
        if ((answer == null ? void 0 : answer.lifecyclePolicyText) === void 0) {
          if (age === "new" || this.settings.hasDefaultName) await this.putPolicy();
          return;
        }
        const state2 = comparePolicy(answer.lifecyclePolicyText, this.settings.maxAgeDays);
        if (state2 === "ours-but-different") await this.putPolicy();
        if (state2 === "foreign")
          this.say(`The lifecycle policy of ${target.repositoryName} is not ours and stays as it is`);
      }
      async putPolicy() {
        const { target } = this.requests;
        const { maxAgeDays, repositoryName: repositoryName2 } = this.settings;
        const lifecyclePolicyText = formatLifecyclePolicy(maxAgeDays);
        await this.requests.send(
          "PutLifecyclePolicy",
          ({ sdk, client }) => client.send(new sdk.PutLifecyclePolicyCommand({ ...target, lifecyclePolicyText }))
        );
        this.say(`Images in ${repositoryName2} expire ${maxAgeDays} days after their push`);
      }
      async adjustTags() {
        var _a, _b;
        if (this.settings.resourceTags.size === 0) return;
        const resourceArn = (_a = await this.describe()) == null ? void 0 : _a.repositoryArn;
        const answer = await this.requests.send(
          "ListTagsForResource",
          ({ sdk, client }) => client.send(new sdk.ListTagsForResourceCommand({ resourceArn }))
        );
        const existing = new Map((_b = answer.tags) == null ? void 0 : _b.map(({ Key, Value }) => [Key, Value]));
        const tags = [...this.settings.resourceTags].filter(([key, value]) => existing.get(key) !== value).map(([Key, Value]) => ({ Key, Value }));
        if (tags.length === 0) return;
        await this.requests.send(
          "TagResource",
          ({ sdk, client }) => client.send(new sdk.TagResourceCommand({ resourceArn, tags }))
        );
      }
      /** Only ever from mutable to immutable: nobody is surprised by a lock that they asked for. *~
      async adjustMutability() {
        var _a;
        if (!this.settings.hasImmutableTags) return;
        const { target } = this.requests;
        const mutability = ((_a = await this.describe()) == null ? void 0 : _a.imageTagMutability) ?? "MUTABLE";
        if (mutability.startsWith("IMMUTABLE")) return;
        await this.requests.send(
          "PutImageTagMutability",
          ({ sdk, client }) => client.send(new sdk.PutImageTagMutabilityCommand({ ...target, ...this.describeMutability() }))
        );
        this.say(
          `The tags of ${target.repositoryName} are immutable from now on, except ${this.movingTags.join(", ")}`
        );
      }
      async describe() {
        var _a;
        const { target, registryId } = this.requests;
        const answer = await this.requests.send(
          "DescribeRepositories",
          ({ sdk, client }) => client.send(
            new sdk.DescribeRepositoriesCommand({
              repositoryNames: [target.repositoryName],
              ...registryId === void 0 ? {} : { registryId }
            })
          )
        );
        return (_a = answer.repositories) == null ? void 0 : _a[0];
      }
      /** Goes on with a warning when something that the image does not depend on can't be done. *~
      async tolerate(what, action) {
        try {
          await action();
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          this.warn(`The repository is used as it is, ${what} could not be put right: ${describeError(error)}`);
        }
      }
    };
  }
});

// src/registry/ecr-registry.ts
var ecr_registry_exports = {};
__export(ecr_registry_exports, {
  EcrRegistry: () => EcrRegistry
});
var absences3, EcrRegistry;
var init_ecr_registry = __esm({
  "src/registry/ecr-registry.ts"() {
    "use strict";
    init_errors();
    init_image_labels();
    init_manifest_types();
    absences3 = ["ImageNotFound", "ImageInaccessible"];
    EcrRegistry = class {
      /**
       * @param openApi opens a client of the registry's own API
       * @param say called with a line about what could not be found out
       *~
      constructor(requests, repository, openApi, say2) {
        this.requests = requests;
        this.repository = repository;
        this.openApi = openApi;
        this.say = say2;
        this.title = "Amazon ECR";
        this.isRemote = true;
        this.repositoryName = requests.target.repositoryName;
      }
      async findRepository() {
        const { host } = await this.findLogin(Number.POSITIVE_INFINITY);
        return `${host}/${this.repositoryName}`;
      }
      findLogin(maxAgeMs) {
        if (this.authorization === void 0 || Date.now() - this.authorization.at > maxAgeMs) {
          this.authorization = { login: this.authorize(), at: Date.now() };
        }
        return this.authorization.login;
      }
      authorize() {
        const { registryId } = this.requests;
        return this.requests.send("GetAuthorizationToken", async ({ sdk, client }) => {
          var _a, _b;
          const answer = await client.send(
            new sdk.GetAuthorizationTokenCommand(registryId === void 0 ? {} : { registryIds: [registryId] })
          );
          const { authorizationToken = "", proxyEndpoint = "" } = ((_a = answer.authorizationData) == null ? void 0 : _a[0]) ?? {};
          const [username, password] = Buffer.from(authorizationToken, "base64").toString().split(":", 2);
          const host = (_b = /^https?:\/\/([^/]+)/.exec(proxyEndpoint)) == null ? void 0 : _b[1];
          if (!username || !password || !host)
            throw new OutageError("GetAuthorizationToken answered without a token");
          if (registryId !== void 0 && !host.startsWith(`${registryId}.`)) {
            throw new UserError(
              `GetAuthorizationToken was asked for the registry of account ${registryId}, but answered for ${host}`,
              "Check registry-id, and that its registry lets these AWS credentials in (README: another account)."
            );
          }
          return { host, username, password };
        });
      }
      async findImage(tag) {
        var _a, _b, _c;
        const { target } = this.requests;
        const answer = await this.requests.sendUnless(
          "RepositoryNotFoundException",
          "BatchGetImage",
          ({ sdk, client }) => client.send(
            new sdk.BatchGetImageCommand({
              ...target,
              imageIds: [{ imageTag: tag }],
              acceptedMediaTypes: [...manifestTypes]
            })
          )
        );
        this.isMissing = answer === void 0;
        const image = (_a = answer == null ? void 0 : answer.images) == null ? void 0 : _a[0];
        if (((_b = image == null ? void 0 : image.imageId) == null ? void 0 : _b.imageDigest) && image.imageManifest) {
          return {
            digest: image.imageId.imageDigest,
            manifest: image.imageManifest,
            mediaType: image.imageManifestMediaType ?? ""
          };
        }
        const failure = (_c = answer == null ? void 0 : answer.failures) == null ? void 0 : _c[0];
        if (answer === void 0 || absences3.includes(failure == null ? void 0 : failure.failureCode)) return void 0;
        throw new UserError(
          `BatchGetImage on ${this.repositoryName}:${tag} failed: ${(failure == null ? void 0 : failure.failureCode) ?? "an empty answer"}: ${(failure == null ? void 0 : failure.failureReason) ?? ""}`
        );
      }
      /** Asked only when a pull has failed; who may not ask is told of the pull. *~
      async isArchived(tag) {
        const { target } = this.requests;
        try {
          const answer = await this.requests.sendUnless(
            "ImageNotFoundException",
            "DescribeImages",
            ({ sdk, client }) => client.send(new sdk.DescribeImagesCommand({ ...target, imageIds: [{ imageTag: tag }] }))
          );
          return answer === void 0;
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          this.say(`Whether the image is archived can't be found out: ${describeError(error)}`);
          return false;
        }
      }
      async findLabels(image, platform) {
        const { host } = await this.findLogin(Number.POSITIVE_INFINITY);
        return findImageLabels(await this.openApi(), { host, repository: this.repositoryName }, image, platform);
      }
      async expectRepository() {
        if (this.isMissing) this.repository.expectCreation();
      }
      async prepareRepository(tag) {
        if (this.isMissing === void 0) await this.findImage(tag);
        if (this.isMissing) await this.repository.create();
        else await this.repository.adjust();
      }
      async moveTag(image, tag) {
        const { target } = this.requests;
        await this.requests.sendUnless(
          "ImageAlreadyExistsException",
          "PutImage",
          ({ sdk, client }) => client.send(
            new sdk.PutImageCommand({
              ...target,
              imageManifest: image.manifest,
              ...image.mediaType ? { imageManifestMediaType: image.mediaType } : {},
              imageTag: tag
            })
          )
        );
      }
    };
  }
});

// src/registry/open-registry.ts
async function openRegistry(settings, movingTags, surroundings) {
  const { engine, openApi } = surroundings;
  if (settings.provider === "local") return new LocalRegistry(settings.repositoryName, engine);
  if (settings.provider === "oci") {
    const { OciRegistry: OciRegistry2 } = await Promise.resolve().then(() => (init_oci_registry(), oci_registry_exports));
    return new OciRegistry2(await openApi(), settings);
  }
  return openEcr(settings, movingTags, surroundings);
}
async function openEcr(settings, movingTags, { env: env2, loadSdk, openApi, requestLimits, retryLimits, say: say2, warn }) {
  const { connectToEcr: connectToEcr2 } = await Promise.resolve().then(() => (init_ecr_client(), ecr_client_exports));
  const { EcrRequests: EcrRequests2 } = await Promise.resolve().then(() => (init_ecr_requests(), ecr_requests_exports));
  const { EcrRepository: EcrRepository2 } = await Promise.resolve().then(() => (init_ecr_repository(), ecr_repository_exports));
  const { EcrRegistry: EcrRegistry2 } = await Promise.resolve().then(() => (init_ecr_registry(), ecr_registry_exports));
  const { repositoryName: repositoryName2, registryId } = settings;
  const connect = () => connectToEcr2(loadSdk, settings.region, env2, requestLimits, say2);
  const requests = new EcrRequests2(connect, repositoryName2, registryId, retryLimits, say2);
  const repository = new EcrRepository2(requests, settings, movingTags, say2, warn);
  return new EcrRegistry2(requests, repository, openApi, say2);
}
var init_open_registry = __esm({
  "src/registry/open-registry.ts"() {
    "use strict";
    init_local_registry();
  }
});

// src/commands/tools.ts
async function openTools(world, settings) {
  const { env: env2, homeDirectory, limits: limits2, log: log2, beforeEnd, atExit } = world;
  let registry;
  const findLogin = async () => registry == null ? void 0 : registry.findLogin(Number.POSITIVE_INFINITY);
  const plan = planKey(world, settings.build, findLogin);
  const runner = new ProcessRunner(env2, world.show);
  beforeEnd((signal) => runner.stopAll(signal, limits2.endMs));
  const folder = findConfigFolder(env2, homeDirectory);
  const docker = new Docker(runner, world.progress, { ...limits2.lock, folder, atExit }, limits2.engineMs);
  registry = await openRegistry(settings.registry, findMovingTags(settings), {
    env: env2,
    engine: docker,
    loadSdk: world.loadSdk,
    openApi: async () => (await Promise.resolve().then(() => (init_registry_api(), registry_api_exports))).openRegistryApi(world, findLogin),
    requestLimits: limits2.request,
    retryLimits: limits2.api,
    say: log2.line,
    warn: log2.warn
  });
  const steps = new Steps(world.now, log2.line, limits2.slowMs);
  return {
    plan,
    registry,
    docker,
    log: log2,
    steps,
    transferLimits: limits2.transfer,
    loginAgeMs: limits2.loginAgeMs
  };
}
function findMovingTags({ latestTag }) {
  return [...latestTag === void 0 ? [] : [latestTag], ...lineTagPatterns];
}
var init_tools = __esm({
  "src/commands/tools.ts"() {
    "use strict";
    init_docker_cli();
    init_docker_config();
    init_process_runner();
    init_open_registry();
    init_steps();
    init_image_line();
    init_key_planning();
  }
});

// src/commands/check.ts
var check_exports = {};
__export(check_exports, {
  runCheck: () => runCheck
});
async function runCheck(world, { json, explain }, options) {
  const settings = parseSettings(options, world, world.log.warn);
  const tools = await openTools(world, settings);
  const repository = settle(tools.registry.findRepository());
  const { key, inputs } = await readKey(tools, settings.build);
  const lookup = await lookUp(tools, repository, key.tag);
  if (lookup.kind === "outage") throw lookup.error;
  const cached = lookup.kind === "found";
  const reference = formatReference({ repository: lookup.repository, tag: key.tag });
  const digest2 = cached ? lookup.found.digest : "";
  const findReason = () => findMissReason(tools.registry, settings.build, inputs);
  const why = !explain || cached ? [] : await tools.steps.watch(findingReason, findReason);
  if (explain && !cached) {
    tools.log.line(
      why.length > 0 ? formatMissReason(why) : "What changed is unknown: no earlier image of this Dockerfile, target and platform says what it was made from"
    );
  }
  world.print(
    json ? `${toJson({ reference, digest: digest2, key: key.sha256, cached, ...explain ? { why } : {} })}
` : `${reference}
`
  );
  return cached ? 0 : 3;
}
var init_check = __esm({
  "src/commands/check.ts"() {
    "use strict";
    init_image_reference();
    init_json();
    init_settings();
    init_key_reading();
    init_look_up();
    init_miss_reason();
    init_settled();
    init_tools();
  }
});

// src/commands/hit.ts
async function takeHit(settings, tools, hit) {
  const { registry, steps } = tools;
  if (!registry.isRemote) return "had";
  const doing = `Waiting for docker to log in to ${registry.title}`;
  const login = await steps.run("login", doing, () => hit.login);
  if (settings.skipPull) {
    tolerate(login, tools, () => true);
    return "had";
  }
  const inEngine = unwrap(await steps.run("engine", "Waiting for the docker engine", () => hit.inEngine));
  if (isSameImage(settings, hit, inEngine)) {
    tolerate(login, tools, (error) => error instanceof OutageError && settings.onRegistryError === "build");
    return "had";
  }
  const result = await hit.outage.orGoOn(async () => {
    unwrap(login);
    return pull(settings, tools, hit);
  });
  return result ?? "out-of-reach";
}
function tolerate(login, { log: log2 }, isTolerable) {
  if (login.ok) return;
  if (!(login.error instanceof UserError) || !isTolerable(login.error)) throw login.error;
  log2.line(`docker is not logged in to the registry: ${describeError(login.error)}`);
}
function isSameImage({ build: { platform, isPlatformGiven } }, { image, found }, inEngine) {
  const repository = image.repository.replace(/^docker\.io\//, "");
  if (!(inEngine == null ? void 0 : inEngine.repoDigests.includes(`${repository}@${found.digest}`))) return false;
  return !isPlatformGiven || inEngine.platform === platform;
}
async function pull({ build: { platform, isPlatformGiven } }, { docker, registry, log: log2, steps, transferLimits }, { image }) {
  log2.section(`Pulling ${formatReference(image)}`);
  let isGone = false;
  const pullOnce = async (attempt) => {
    try {
      await docker.pull(image, isPlatformGiven ? platform : void 0);
    } catch (error) {
      if (attempt === 1 && error instanceof OutageError) isGone = await registry.isArchived(image.tag);
      if (!isGone) throw error;
    }
  };
  await steps.run(
    "pull",
    "Waiting for docker to pull it",
    () => retryOutages(pullOnce, transferLimits, log2.line)
  );
  if (isGone)
    log2.line("The registry does not hand this image out any more, archived or removed: building it again");
  return isGone ? "gone" : "had";
}
var init_hit = __esm({
  "src/commands/hit.ts"() {
    "use strict";
    init_image_reference();
    init_errors();
    init_retry();
    init_settled();
  }
});

// src/commands/login.ts
async function logIn({
  registry,
  docker,
  log: log2,
  transferLimits
}) {
  const login = await registry.findLogin(Number.POSITIVE_INFINITY);
  if (login !== void 0) {
    const { host, username, password } = login;
    await retryOutages(() => docker.login(host, username, password), transferLimits, log2.line);
  }
  return login;
}
var init_login = __esm({
  "src/commands/login.ts"() {
    "use strict";
    init_retry();
  }
});

// src/commands/push.ts
async function push(settings, tools, toKeep, login) {
  const { docker, registry, log: log2, steps } = tools;
  const { image } = toKeep;
  const { image: kept, isOfRival } = await steps.run(
    "push",
    void 0,
    () => (
      // Jobs on one machine take turns, so that all but the first find the image there.
      docker.takeTurns(
        image,
        () => log2.line("Another job on this machine is pushing this image: waiting for it"),
        () => pushUnlessThere(tools, settings, toKeep, login)
      )
    )
  );
  if (isOfRival) {
    log2.line("Another job has pushed this image meanwhile: using that one");
    if (!settings.skipPull && await pull(settings, tools, { image }) === "gone") {
      throw new OutageError(`${formatReference(image)} was pushed by another job, but can't be pulled`);
    }
  }
  const tags = [settings.latestTag, findImageLine(settings.build).newestTag].flatMap((tag) => tag ?? []);
  await steps.run(
    "push",
    "Moving tags",
    () => Promise.all(tags.map((tag) => moveTag(registry, log2, kept, tag)))
  );
  return kept.digest;
}
async function pushUnlessThere(tools, settings, { image, gone }, login) {
  const { docker, registry, log: log2, steps } = tools;
  const isOfRival = async (found) => !isSameImage(settings, { image, found }, await docker.findImage(image));
  const find = () => steps.watch(`Waiting for ${registry.title}`, () => registry.findImage(image.tag));
  const findOther = async () => {
    const found = await find();
    return (found == null ? void 0 : found.digest) === (gone == null ? void 0 : gone.digest) ? void 0 : found;
  };
  const before = await findOther();
  if (before) return { image: before, isOfRival: await isOfRival(before) };
  log2.section(`Pushing ${formatReference(image)}`);
  const failure = await transferImage(tools, image, login, findOther);
  const pushed = failure === void 0 ? await find() : await findOther();
  if (pushed) return { image: pushed, isOfRival: await isOfRival(pushed) };
  throw failure ?? new OutageError(`docker pushed ${formatReference(image)}, but the registry has no such image`);
}
async function transferImage({ registry, docker, log: log2, transferLimits, loginAgeMs }, image, login, findOther) {
  const pushOnce = async (attempt) => {
    if (attempt > 1 && await findOther()) return;
    const current = await registry.findLogin(attempt === 1 ? loginAgeMs : 0);
    if (current !== void 0 && (current !== login || !docker.isLoggedIn(current.host))) {
      await docker.login(current.host, current.username, current.password);
    }
    await docker.push(image);
  };
  const result = await settle(retryOutages(pushOnce, transferLimits, log2.line));
  if (result.ok) return void 0;
  if (result.error instanceof UserError) return result.error;
  throw result.error;
}
async function moveTag(registry, log2, image, tag) {
  try {
    await registry.moveTag(image, tag);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    log2.warn(`The tag ${tag} stays where it is: ${describeError(error)}`);
  }
}
var init_push = __esm({
  "src/commands/push.ts"() {
    "use strict";
    init_image_reference();
    init_errors();
    init_retry();
    init_image_line();
    init_hit();
    init_settled();
  }
});

// src/commands/miss.ts
async function handleMiss(settings, tools, miss) {
  const { registry, log: log2, steps } = tools;
  const finding = findMissReason(registry, settings.build, miss.reading.inputs);
  if (settings.onMiss === "fail")
    throw notCached(miss, await steps.run("look-up", findingReason, () => finding));
  let why = [];
  void settle(
    finding.then((changes) => {
      why = changes;
      if (changes.length > 0) log2.line(formatMissReason(changes));
    })
  );
  const digest2 = await buildAndKeep(settings, tools, miss);
  return { digest: digest2, why };
}
function notCached({ image }, why) {
  return new NotCachedError(
    `${formatReference(image)} is not cached, and with require-cached: true it is not built`,
    `${why.length > 0 ? `${formatMissReason(why)}. ` : ""}Run the step that builds it first, one with the same options but without require-cached.`
  );
}
async function buildAndKeep(settings, tools, miss) {
  const { docker, registry, steps } = tools;
  const { image, outage } = miss;
  if (!registry.isRemote) {
    await Promise.all([build(settings, tools, miss), warnOfUncovered(settings, tools, miss)]);
    return "";
  }
  const doing = `Waiting for docker to log in to ${registry.title}`;
  const login = await steps.run("login", doing, () => outage.orGoOn(async () => unwrap(await miss.login)));
  const inEngine = unwrap(await steps.run("engine", "Waiting for the docker engine", () => miss.inEngine));
  await registry.expectRepository();
  if (settings.skipPull || inEngine) await docker.untag(image);
  const isKept = settings.onMiss === "build-and-push";
  const ready = settle(isKept ? registry.prepareRepository(image.tag) : Promise.resolve());
  const refusal = ready.then((result) => {
    if (!result.ok && !(result.error instanceof OutageError)) throw result.error;
  });
  await Promise.all([build(settings, tools, miss), refusal, warnOfUncovered(settings, tools, miss)]);
  if (!isKept) return "";
  const digest2 = await outage.orGoOn(async () => {
    if (await hasKeyMoved(settings, tools, miss)) return "";
    unwrap(await steps.run("push", `Waiting for ${registry.title}`, () => ready));
    return push(settings, tools, miss, login);
  });
  return digest2 ?? "";
}
async function build(settings, { docker, registry, log: log2, steps }, { image, reading }) {
  log2.section("Building the image");
  for (const { id, missingVariable } of settings.build.secrets) {
    if (missingVariable !== void 0)
      log2.warn(`The secret ${id} is empty: there is no variable ${missingVariable}`);
  }
  const { newestTag } = findImageLine(settings.build);
  const labels = new Map(
    registry.isRemote ? [[summaryLabel, writeKeySummary(reading.inputs, newestTag)]] : []
  );
  const extras = { labels, layers: findLayers(settings, image) };
  await steps.run("build", void 0, async () => {
    await docker.build(settings.build, image, extras);
    if (await docker.findImage(image)) return;
    log2.line("The builder keeps its result to itself: loading it into the docker engine");
    const additionalBuildArgs = [...settings.build.additionalBuildArgs, "--load"];
    await docker.build({ ...settings.build, additionalBuildArgs }, image, toLoading(extras));
  });
}
function toLoading({ labels, layers }) {
  return { labels, layers: layers.kind === "inline" ? layers : { kind: "engine" } };
}
function findLayers({ build: settings, onMiss }, { repository }) {
  const { newestTag, cacheTag } = findImageLine(settings);
  const hasRegistry = !repository.startsWith(`${localHost}/`);
  switch (settings.layerCache) {
    case "none":
      return { kind: "none" };
    case "inline":
      if (hasRegistry) return { kind: "inline", newest: { repository, tag: newestTag } };
      break;
    case "registry":
      if (hasRegistry) {
        const cache = { repository, tag: cacheTag };
        return { kind: "registry", cache, isWritten: onMiss === "build-and-push" };
      }
  }
  return { kind: "engine" };
}
async function warnOfUncovered({ build: { cacheOnCopied } }, { plan, log: log2 }, { reading }) {
  if (cacheOnCopied) return;
  const uncovered = await findUncovered(plan, reading);
  if (uncovered.length === 0) return;
  const shown = uncovered.slice(0, 3).map(quoteOdd).join(", ");
  const more = uncovered.length > 3 ? ` and ${uncovered.length - 3} more` : "";
  log2.warn(
    `The Dockerfile copies files that are not part of the key: ${shown}${more}. When they change, the image is not built again: name them in cache-on, or set cache-on-copied: true.`
  );
}
async function findUncovered(plan, { inputs }) {
  try {
    return (await plan.compareCoverage(inputs)).uncovered;
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
async function hasKeyMoved(settings, { plan, log: log2, steps }, { reading }) {
  const changes = await steps.run(
    "key",
    "Reading the files of the key again",
    () => findChanges(settings, plan, reading)
  );
  if (changes.length === 0) return false;
  const text = `While the image was built, its key has changed: ${changes.join("; ")}`;
  if (settings.skipPull)
    throw new UserError(`${text}; it is not pushed under the old key`, "Run the step again.");
  log2.warn(`${text}. It is used for this step, but not pushed under the old key.`);
  return true;
}
async function findChanges({ build: settings }, plan, { key, inputs }) {
  try {
    const now = await plan.readInputsAgain();
    if (computeCacheKey(now).sha256 === key.sha256) return [];
    const { newestTag } = findImageLine(settings);
    const changes = compareWithSummary(now, newestTag, writeKeySummary(inputs, newestTag));
    return changes.length > 0 ? changes : ["one of its files"];
  } catch (error) {
    if (error instanceof OutageError || !(error instanceof UserError)) throw error;
    return [describeError(error)];
  }
}
var init_miss = __esm({
  "src/commands/miss.ts"() {
    "use strict";
    init_image_reference();
    init_errors();
    init_cache_key();
    init_key_summary();
    init_local_registry();
    init_image_line();
    init_miss_reason();
    init_push();
    init_settled();
  }
});

// src/commands/outage.ts
function withHint(error, hint) {
  return error.hint === void 0 ? new OutageError(error.message, hint, error) : error;
}
var OutagePolicy;
var init_outage = __esm({
  "src/commands/outage.ts"() {
    "use strict";
    init_errors();
    OutagePolicy = class {
      constructor(settings, log2) {
        this.settings = settings;
        this.log = log2;
        this.isSaid = false;
      }
      /** @throws the error where an outage is to end the run *~
      goOnWithout(error) {
        const { onMiss, onRegistryError, skipPull } = this.settings;
        if (skipPull || onMiss === "fail") throw withHint(error, "Run the step again when the registry is back.");
        if (onRegistryError === "fail") {
          throw withHint(
            error,
            "Run the step again; with on-registry-error: build it would go on without the registry."
          );
        }
        const text = `Going on without the registry: ${describeError(error)}`;
        if (this.isSaid) this.log.line(text);
        else this.log.alarm(text);
        this.isSaid = true;
      }
      /**
       * Does something that needs the registry; where that is out of order, says so and goes on without.
       *
       * @returns undefined after an outage
       * @throws the error where an outage is to end the run, and any other
       *~
      async orGoOn(action) {
        try {
          return await action();
        } catch (error) {
          if (!(error instanceof OutageError)) throw error;
          this.goOnWithout(error);
          return void 0;
        }
      }
    };
  }
});

// src/commands/ensure.ts
var ensure_exports = {};
__export(ensure_exports, {
  ensureAndReport: () => ensureAndReport,
  ensureImage: () => ensureImage,
  runEnsure: () => runEnsure
});
async function runEnsure(world, { json }, options) {
  const settings = parseSettings(options, world, world.log.warn);
  const { outcome, steps } = await ensureAndReport(world, settings);
  const { image, ...rest } = outcome;
  const reference = formatReference(image);
  world.print(
    json ? `${toJson({ reference, ...image, ...rest, timings: steps.toSeconds() })}
` : `${reference}
`
  );
  return 0;
}
async function ensureAndReport(world, settings) {
  const tools = await openTools(world, settings);
  tools.log.section(`Looking for the image in ${tools.registry.title}`);
  const outcome = await ensureImage(settings, tools);
  const isKept = !tools.registry.isRemote || outcome.digest !== "";
  const verdict = outcome.hit ? "hit" : isKept ? "miss, built" : "miss, built, not pushed";
  tools.log.section(`${verdict} in ${tools.steps.format()} \u2013 ${formatReference(outcome.image)}`);
  return { outcome, steps: tools.steps };
}
async function ensureImage(settings, tools) {
  const { registry, docker } = tools;
  const outage = new OutagePolicy(settings, tools.log);
  const repository = settle(registry.findRepository());
  const login = settle(logIn(tools));
  const reading = await readKey(tools, settings.build);
  const { tag } = reading.key;
  const askEngine = registry.isRemote && !settings.skipPull;
  const inEngine = settle(
    repository.then(
      (host) => host.ok && askEngine ? docker.findImage({ repository: host.value, tag }) : void 0
    )
  );
  const lookup = await lookUp(tools, repository, tag);
  const image = { repository: lookup.repository ?? `${localHost}/${registry.repositoryName}`, tag };
  const miss = { image, reading, login, inEngine, outage };
  switch (lookup.kind) {
    case "found":
      return useHit(settings, tools, { ...miss, found: lookup.found });
    case "absent":
      return toMissOutcome(miss, await handleMiss(settings, tools, miss));
    case "outage":
      outage.goOnWithout(lookup.error);
      if (lookup.repository !== void 0)
        return toMissOutcome(miss, { digest: await buildAndKeep(settings, tools, miss), why: [] });
      await build(settings, tools, miss);
      return toMissOutcome(miss);
  }
}
function toMissOutcome({ image, reading }, { digest: digest2, why } = { digest: "", why: [] }) {
  return { image, digest: digest2, hit: false, why, key: reading.key.sha256 };
}
async function useHit(settings, tools, hit) {
  const { image, found, reading } = hit;
  switch (await takeHit(settings, tools, hit)) {
    case "had":
      return { image, digest: found.digest, hit: true, why: [], key: reading.key.sha256 };
    case "gone":
      return toMissOutcome(hit, await handleMiss(settings, tools, { ...hit, gone: found }));
    case "out-of-reach":
      await build(settings, tools, hit);
      return toMissOutcome(hit);
  }
}
var init_ensure = __esm({
  "src/commands/ensure.ts"() {
    "use strict";
    init_image_reference();
    init_local_registry();
    init_json();
    init_settings();
    init_hit();
    init_key_reading();
    init_login();
    init_look_up();
    init_miss();
    init_outage();
    init_settled();
    init_tools();
  }
});

// src/report/exports.ts
function toExports(image, imageVariable) {
  const prefix = "BUILDKITE_PLUGIN_DOCKER_ECR_CACHE_EXPORT_";
  return /* @__PURE__ *~ new Map([
    [imageVariable, `${image.repository}:${image.tag}`],
    [`${prefix}IMAGE`, image.repository],
    [`${prefix}TAG`, image.tag],
    [`${prefix}DIGEST`, image.digest],
    [`${prefix}HIT`, String(image.hit)]
  ]);
}
function writeExports(file, exports2) {
  const text = [...exports2].map(([name, value]) => `${name}\0${value}\0`).join("");
  try {
    (0, import_node_fs13.writeFileSync)(`${file}.part`, text, { mode: 384 });
    (0, import_node_fs13.renameSync)(`${file}.part`, file);
  } catch (error) {
    throw new UserError(
      `the variables for the rest of the step can't be written: ${describeError(error)}`,
      "Check that TMPDIR is a folder that this user can write to, and that its disk is not full.",
      error
    );
  }
}
var import_node_fs13;
var init_exports = __esm({
  "src/report/exports.ts"() {
    "use strict";
    import_node_fs13 = require("fs");
    init_errors();
  }
});

// src/commands/hook.ts
var hook_exports = {};
__export(hook_exports, {
  runHook: () => runHook
});
async function runHook(world, { exportsFile }, flags) {
  const { env: env2, log: log2 } = world;
  const options = new Map([...parsePluginOptions(env2, log2.warn), ...flags]);
  const settings = parseSettings(options, world, log2.warn);
  const { outcome } = await ensureAndReport(world, settings);
  const { image, digest: digest2, hit } = outcome;
  writeExports(exportsFile, toExports({ ...image, digest: digest2, hit }, settings.exportName));
  return 0;
}
var init_hook = __esm({
  "src/commands/hook.ts"() {
    "use strict";
    init_exports();
    init_plugin_options();
    init_settings();
    init_ensure();
  }
});

// src/main.ts
var main_exports = {};
__export(main_exports, {
  limits: () => limits,
  main: () => main,
  serveDigests: () => serveDigests2
});
module.exports = __toCommonJS(main_exports);
var import_node_os2 = __toESM(require("os"));

// package.json
var version = "1.0.0";

// src/main.ts
init_errors();

// src/report/help.ts
init_option_table();
function formatHelp(version2) {
  const width = Math.max(...optionNames.map((name) => formatFlag(name, optionTable[name]).length));
  const options = optionNames.map((name) => {
    const definition = optionTable[name];
    const standard = formatStandard(definition);
    return `  ${formatFlag(name, definition).padEnd(width)}  ${definition.description}${standard && ` (default: ${standard})`}`;
  });
  return `docker-ecr-cache ${version2}: builds a Docker image once, keeps it in Amazon ECR and pulls it from then on

Usage: node bin/docker-ecr-cache.cjs [command] [--option value ...]

Commands:
  (none)  make sure that the image is there: pull it, or build and push it; prints its reference
  key     print the cache key; --explain lists every input with its digest
  check   print the reference; status 0 if the image is cached, 3 if not; changes nothing;
          --explain says what changed since the newest image
  hook    what hooks/pre-command runs; --exports FILE receives the variables

  --json     print the result as a JSON object (with key: everything the key is made from)
  --help     print this
  --version  print the version

Options (a list is the flag repeated; a switch takes --x, --no-x or --x=true|false):
${options.join("\n")}

Exit status:
  0        done; for check: cached
  1        it failed: docker, the registry, a missing file
  2        the options are wrong
  3        not cached (check, require-cached)
  70       a defect of this program
  128 + n  ended by signal n
`;
}
function formatFlag(name, definition) {
  const placeholders = {
    text: " TEXT",
    list: " TEXT ...",
    words: " TEXT ...",
    map: " NAME=TEXT ...",
    switch: "",
    count: " N",
    choice: definition.type === "choice" ? ` ${definition.values.join("|")}` : "",
    "text-or-off": " TEXT|false"
  };
  return `--${name}${placeholders[definition.type]}`;
}
function formatStandard(definition) {
  return definition.standard ?? ("default" in definition ? String(definition.default) : "");
}

// src/report/log.ts
function createLog(write, isBuildLog2) {
  const print = (text) => write(`${text}
`);
  return {
    section: (title) => print(isBuildLog2 ? `--- :docker: ${title}` : `== ${title}`),
    line: print,
    warn: (text) => print(`warning: ${text}`),
    alarm: (text) => print(isBuildLog2 ? `+++ :warning: ${text}` : `warning: ${text}`),
    openSection: () => {
      if (isBuildLog2) print("^^^ +++");
    }
  };
}

// src/report/output.ts
var import_node_fs = require("fs");
init_errors();
var [STDOUT, STDERR] = [1, 2];
var pauseMs = 5;
function writeResult(text) {
  try {
    writeAll(STDOUT, text);
  } catch (error) {
    if (errorCode(error) === "EPIPE") return;
    throw new UserError(
      `the result can't be written to standard output: ${describeError(error)}`,
      "Look at where standard output leads, a full disk for instance.",
      error
    );
  }
}
function writeLog(text) {
  try {
    writeAll(STDERR, text);
  } catch (error) {
    if (errorCode(error) === void 0) throw error;
  }
}
function writeAll(descriptor, text) {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray((0, import_node_fs.writeSync)(descriptor, rest));
    } catch (error) {
      if (errorCode(error) !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}

// src/settings/command-line.ts
var import_minimist = __toESM(require_minimist());
init_errors();
init_option_table();
init_option_values();
init_plugin_options();
var commandSwitches = ["explain", "json", "help", "version"];
var commandNames = ["key", "check", "hook"];
var flagsOf = {
  ensure: ["json"],
  key: ["explain", "json"],
  check: ["explain", "json"],
  hook: ["exports"]
};
function parseCommandLine(argv) {
  var _a;
  argv.forEach((argument, index) => {
    expectKnown(argument, argv[index - 1]);
  });
  const parsed = (0, import_minimist.default)(argv.map(spellOutSwitch), {
    string: ["_", "exports", ...optionNames],
    boolean: commandSwitches,
    alias: { h: "help" }
  });
  if (parsed.help) return { command: { kind: "help" }, options: /* @__PURE__ *~ new Map() };
  if (parsed.version) return { command: { kind: "version" }, options: /* @__PURE__ *~ new Map() };
  const [name = "ensure", ...surplus] = parsed._;
  if (surplus.length > 0 || name !== "ensure" && !commandNames.includes(name)) {
    const unexpected = surplus[0] ?? name;
    throw new OptionError(`${JSON.stringify(unexpected)} is not a command`, hintAt(unexpected, argv));
  }
  for (const flag of ["explain", "json", "exports"]) {
    if (parsed[flag] !== void 0 && parsed[flag] !== false && !((_a = flagsOf[name]) == null ? void 0 : _a.includes(flag))) {
      throw new OptionError(`--${flag} does not go with ${name === "ensure" ? "the default command" : name}`);
    }
  }
  return { command: parseCommand(name, parsed), options: parseFlags(parsed) };
}
function hintAt(unexpected, argv) {
  var _a;
  const nearest = findNearestName(unexpected, commandNames);
  if (nearest !== void 0) return `Did you mean ${nearest}?`;
  const before = argv.slice(0, argv.indexOf(unexpected)).filter((argument) => argument.startsWith("--"));
  const flag = ((_a = before[before.length - 1]) == null ? void 0 : _a.slice(2)) ?? "";
  if (isOptionName(flag)) {
    const { type } = optionTable[flag];
    if (type === "switch") return `Write --${flag}, --no-${flag} or --${flag}=true|false.`;
    if (type === "list" || type === "map") return `Repeat the flag for each value: --${flag}=\u2026 --${flag}=\u2026.`;
  }
  return `The commands are ${commandNames.join(", ")}; every option is a flag (--help lists them).`;
}
function expectKnown(argument, previous) {
  var _a;
  const [, negation = "", name] = /^--?(no-)?([^=]*)/.exec(argument) ?? [];
  if (name === void 0 || argument === "-h") return;
  const isLong = argument.startsWith("--");
  if (isLong && negation === "" && [...commandSwitches, "exports"].includes(name)) return;
  if (isLong && isOptionName(name) && (negation === "" || canBeOff(name) && !argument.includes("=")))
    return;
  const needy = previous !== void 0 && ((_a = /^--([^=]+)$/.exec(previous)) == null ? void 0 : _a[1]);
  if (needy && isOptionName(needy) && optionTable[needy].type !== "switch")
    throw missingValue(needy, argument);
  if (isLong && isOptionName(name)) {
    throw new OptionError(`${argument.replace(/=.*$/s, "=\u2026")} is not accepted`, `Write --${name}=VALUE.`);
  }
  throw unknownOption(
    name,
    argument.replace(/=.*$/s, ""),
    [...optionNames, ...commandSwitches, "exports"],
    (known) => `--${isOptionName(known) && canBeOff(known) ? negation : ""}${known}`
  );
}
function canBeOff(name) {
  const { type } = optionTable[name];
  return type === "switch" || type === "text-or-off";
}
function missingValue(name, next) {
  const isHidden = next === void 0 || next.includes("=") || isSecret(name);
  return new OptionError(
    `--${name} needs a value`,
    `Where the value starts with a dash, write --${name}=${isHidden ? "VALUE" : next}.`
  );
}
function spellOutSwitch(argument) {
  const [, negation, name] = /^--(no-)?(.+)$/.exec(argument) ?? [];
  if (name === void 0 || !isOptionName(name)) return argument;
  if (negation) return `--${name}=false`;
  return optionTable[name].type === "switch" ? `--${name}=true` : argument;
}
function parseCommand(name, parsed) {
  const json = parsed.json === true;
  switch (name) {
    case "key":
    case "check":
      return { kind: name, json, explain: parsed.explain === true };
    case "hook": {
      if (typeof parsed.exports !== "string" || parsed.exports === "") {
        throw new OptionError("hook needs --exports FILE, the file that receives the variables");
      }
      return { kind: "hook", exportsFile: parsed.exports };
    }
    default:
      return { kind: "ensure", json };
  }
}
function parseFlags(parsed) {
  const raw = /* @__PURE__ *~ new Map();
  for (const [name, value] of Object.entries(parsed)) {
    if (isOptionName(name)) raw.set(name, { writtenAs: `--${name}`, value: parseFlag(name, value) });
  }
  return raw;
}
function parseFlag(name, value) {
  const { type } = optionTable[name];
  const given = Array.isArray(value) ? value : [value];
  if (given.includes("")) {
    throw missingValue(name);
  }
  if (type === "map") return parseEntries(name, given);
  if (type === "list") return given;
  if (type === "words") return given.length === 1 ? given[0] : given;
  if (given.length > 1) throw new OptionError(`--${name} is given ${given.length} times`);
  return value;
}
function parseEntries(name, given) {
  const entries = [];
  for (const entry of given) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(String(entry)) ?? [];
    if (key === void 0 || value === void 0) {
      throw new OptionError(`--${name}: ${JSON.stringify(entry)} is not accepted; it must be NAME=value`);
    }
    entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}

// src/main.ts
var limits = {
  request: { connectMs: 3e3, answerMs: 1e4 },
  api: { attempts: 3, totalMs: 3e4, backoffMs: 500 },
  /** A registry takes no larger manifest (OCI distribution specification 1.1, Pushing Manifests). *~
  manifestBytes: 4 * 1024 * 1024,
  /** A credential helper may ask a service. *~
  helperMs: 15e3,
  /** An engine under load may take its time; one that hangs takes for ever. *~
  engineMs: 6e4,
  transfer: { attempts: 3, totalMs: 15 * 6e4, backoffMs: 2e3 },
  lock: { staleMs: 1e4, pollMs: 50, loginMs: 6e4, pushMs: 15 * 6e4 },
  loginAgeMs: 60 * 6e4,
  slowMs: 1e3,
  pauseMs: 10,
  /** The agent kills what is left about 9 s after its signal. *~
  endMs: 4e3
};
var env = { ...process.env };
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
var isBuildLog = process.argv[2] === "hook" || env.BUILDKITE === "true";
var state = { isSignalled: false };
var log = createLog(say, isBuildLog);
var endings = [];
function say(text) {
  if (!state.isSignalled) writeLog(text);
}
function createWorld({ homeDirectory, loadSdk }) {
  return {
    env,
    get workingDirectory() {
      return findWorkingDirectory();
    },
    architecture: process.arch,
    homeDirectory,
    program: __filename,
    loadSdk,
    limits,
    log,
    // Not before it is asked for: to open the stream takes longer than the smallest commands have.
    get progress() {
      return !isBuildLog && process.stderr.isTTY ? "terminal" : "shown";
    },
    show: say,
    print: writeResult,
    now: () => process.uptime() * 1e3,
    beforeEnd: (action) => endings.push(action),
    atExit: (cleanUp) => {
      process.on("exit", cleanUp);
      return () => process.removeListener("exit", cleanUp);
    }
  };
}
function findWorkingDirectory() {
  try {
    return process.cwd();
  } catch (error) {
    throw new UserError(
      `the working directory can't be found: ${describeError(error)}`,
      "Was the checkout removed? Run the step again, in a folder that is there.",
      error
    );
  }
}
async function run(argv, start) {
  const { command, options } = parseCommandLine(argv);
  switch (command.kind) {
    case "help":
      writeResult(formatHelp(version));
      return 0;
    case "version":
      writeResult(`${version}
`);
      return 0;
    default: {
      const status = await runCommand(createWorld(start), command, options);
      start.keepCode();
      return status;
    }
  }
}
async function runCommand(world, command, options) {
  switch (command.kind) {
    case "key":
      return (await Promise.resolve().then(() => (init_key(), key_exports))).runKey(world, command, options);
    case "check":
      return (await Promise.resolve().then(() => (init_check(), check_exports))).runCheck(world, command, options);
    case "ensure":
      return (await Promise.resolve().then(() => (init_ensure(), ensure_exports))).runEnsure(world, command, options);
    case "hook":
      return (await Promise.resolve().then(() => (init_hook(), hook_exports))).runHook(world, command, options);
  }
}
function report2(error) {
  log.openSection();
  if (error instanceof UserError) {
    writeLog(`error: ${error.message}
${error.hint === void 0 ? "" : `${error.hint}
`}`);
    return error.exitStatus;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  writeLog(
    `error: this is a defect of docker-ecr-cache ${version} (node ${process.version}):
${stack}
Please report it with these lines: https://github.com/seek-oss/docker-ecr-cache-buildkite-plugin/issues
`
  );
  return 70;
}
function main(start) {
  const prepareEnd = (signal) => Promise.all(endings.map((action) => action(signal)));
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) {
    process.on(signal, async () => {
      if (state.isSignalled) return;
      log.line(`Ended by ${signal}`);
      state.isSignalled = true;
      await prepareEnd(signal);
      process.exit(128 + import_node_os2.default.constants.signals[signal]);
    });
  }
  const end = async (status) => {
    await prepareEnd("SIGTERM");
    if (!state.isSignalled) process.exit(status);
  };
  const fail = (error) => {
    if (!state.isSignalled) void end(report2(error));
  };
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  process.once("beforeExit", () => process.exit(report2(new Error("nothing is left to wait for"))));
  run(process.argv.slice(2), start).then(end, fail);
}
async function serveDigests2() {
  const thread = await Promise.resolve().then(() => (init_digest_thread(), digest_thread_exports));
  return thread.serveDigests();
}
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  limits,
  main,
  serveDigests
});
})
*/}
function awsSdk() {/* Generated from src/ by build.mjs. What runs this text: src/bundle/start.ts
(function (module, exports, require, __filename) {
"use strict";var YC=Object.create;var zn=Object.defineProperty;var QC=Object.getOwnPropertyDescriptor;var ZC=Object.getOwnPropertyNames;var eb=Object.getPrototypeOf,tb=Object.prototype.hasOwnProperty;var p=(t,e,r)=>()=>{if(r)throw r[0];try{return t&&(e=t(t=0)),e}catch(o){throw r=[o],o}};var je=(t,e)=>{for(var r in e)zn(t,r,{get:e[r],enumerable:!0})},gf=(t,e,r,o)=>{if(e&&typeof e=="object"||typeof e=="function")for(let s of ZC(e))!tb.call(t,s)&&s!==r&&zn(t,s,{get:()=>e[s],enumerable:!(o=QC(e,s))||o.enumerable});return t};var xr=(t,e,r)=>(r=t!=null?YC(eb(t)):{},gf(e||!t||!t.__esModule?zn(r,"default",{value:t,enumerable:!0}):r,t)),rb=t=>gf(zn({},"__esModule",{value:!0}),t);var Vn,yt,yf=p(()=>{Vn={warningEmitted:!1},yt=t=>{if(t&&!Vn.warningEmitted){if(process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED==="true"){Vn.warningEmitted=!0;return}let e=parseInt(t.substring(1,t.indexOf("."))),r=22;e<r&&(Vn.warningEmitted=!0,process.emitWarning(`NodeVersionSupportWarning: The AWS SDK for JavaScript (v3)
versions published after the first week of January 2027
will require node >=${r}. You are running node ${t}.

To continue receiving updates to AWS services, bug fixes,
and security updates please upgrade to node >=${r}.

More information can be found at: https://a.co/c895JFp`))}}});function M(t,e,r){return t.$source||(t.$source={}),t.$source[e]=r,t}var Sf=p(()=>{});function Zt(t,e,r){t.__aws_sdk_context?t.__aws_sdk_context.features||(t.__aws_sdk_context.features={}):t.__aws_sdk_context={features:{}},t.__aws_sdk_context.features[e]=r}var Ef=p(()=>{});var ob,St,xf=p(()=>{ob=()=>{var t;return typeof process=="object"&&((t=process==null?void 0:process.env)==null?void 0:t.AWS_ENABLE_DEFAULT_SOCKET_TIMEOUT_2026)==="true"},St=(t,e)=>{if(ob()&&typeof(t==null?void 0:t.handle)!="function")return e}});var ps,Fp=p(()=>{ps=t=>typeof ArrayBuffer=="function"&&t instanceof ArrayBuffer||Object.prototype.toString.call(t)==="[object ArrayBuffer]"});var Ao,Gn,Co=p(()=>{Fp();Ao=(t,e=0,r=t.byteLength-e)=>{if(!ps(t))throw new TypeError(`The "input" argument must be ArrayBuffer. Received type ${typeof t} (${t})`);return Buffer.from(t,e,r)},Gn=(t,e)=>{if(typeof t!="string")throw new TypeError(`The "input" argument must be of type string. Received type ${typeof t} (${t})`);return e?Buffer.from(t,e):Buffer.from(t)}});var sb,Se,Rf=p(()=>{Co();sb=/^[A-Za-z0-9+/]*={0,2}$/,Se=t=>{if(t.length*3%4!==0)throw new TypeError("Incorrect padding on base64 string.");if(!sb.exec(t))throw new TypeError("Invalid base64 string.");let e=Gn(t,"base64");return new Uint8Array(e.buffer,e.byteOffset,e.byteLength)}});var te,qn=p(()=>{Co();te=t=>{let e=Gn(t,"utf8");return new Uint8Array(e.buffer,e.byteOffset,e.byteLength/Uint8Array.BYTES_PER_ELEMENT)}});var me,_f=p(()=>{Co();qn();me=t=>{let e;if(typeof t=="string"?e=te(t):e=t,typeof e!="object"||typeof e.byteOffset!="number"||typeof e.byteLength!="number")throw new Error("@smithy/util-base64: toBase64 encoder function only accepts string | Uint8Array.");return Ao(e.buffer,e.byteOffset,e.byteLength).toString("base64")}});function wf(t,e,r,o){return class Wn extends Uint8Array{static fromString(n,i="utf-8"){if(typeof n=="string")return i==="base64"?Wn.mutate(o(n)):Wn.mutate(e(n));throw new Error(`Unsupported conversion from ${typeof n} to Uint8ArrayBlobAdapter.`)}static mutate(n){return Object.setPrototypeOf(n,Wn.prototype),n}transformToString(n="utf-8"){return n==="base64"?r(this):t(this)}}}var Tf=p(()=>{});var X,If=p(()=>{Co();X=t=>{if(typeof t=="string")return t;if(typeof t!="object"||typeof t.byteOffset!="number"||typeof t.byteLength!="number")throw new Error("@smithy/util-utf8: toUtf8 encoder function only accepts string | Uint8Array.");return Ao(t.buffer,t.byteOffset,t.byteLength).toString("utf8")}});function Af(t){return typeof crypto<"u"&&typeof crypto.randomUUID=="function"?()=>crypto.randomUUID():()=>{let e=new Uint8Array(16);return t(e),e[6]=e[6]&15|64,e[8]=e[8]&63|128,Ie[e[0]]+Ie[e[1]]+Ie[e[2]]+Ie[e[3]]+"-"+Ie[e[4]]+Ie[e[5]]+"-"+Ie[e[6]]+Ie[e[7]]+"-"+Ie[e[8]]+Ie[e[9]]+"-"+Ie[e[10]]+Ie[e[11]]+Ie[e[12]]+Ie[e[13]]+Ie[e[14]]+Ie[e[15]]}}var Ie,Cf=p(()=>{Ie=Array.from({length:256},(t,e)=>e.toString(16).padStart(2,"0"))});var Wr,bf=p(()=>{(function(t){t.HTTP="http",t.HTTPS="https"})(Wr||(Wr={}))});var ur,vf=p(()=>{(function(t){t.MD5="md5",t.CRC32="crc32",t.CRC32C="crc32c",t.SHA1="sha1",t.SHA256="sha256"})(ur||(ur={}))});var Pf=p(()=>{vf()});var Et,Nf=p(()=>{Et="__smithy_context"});var er,Of=p(()=>{(function(t){t.PROFILE="profile",t.SSO_SESSION="sso-session",t.SERVICES="services"})(er||(er={}))});var tr=p(()=>{bf();Pf();Nf();Of()});var re,Df=p(()=>{tr();re=t=>t[Et]||(t[Et]={})});function I(t,e){return Object.prototype.hasOwnProperty.call(t,e)}var Mp=p(()=>{});function nb(t){return Object.keys(t).reduce((e,r)=>{let o=t[r];return{...e,[r]:Array.isArray(o)?[...o]:o}},{})}var V,kf=p(()=>{V=class t{method;protocol;hostname;port;path;query;headers;username;password;fragment;body;constructor(e){this.method=e.method||"GET",this.hostname=e.hostname||"localhost",this.port=e.port,this.query=e.query||{},this.headers=e.headers||{},this.body=e.body,this.protocol=e.protocol?e.protocol.slice(-1)!==":"?`${e.protocol}:`:e.protocol:"https:",this.path=e.path?e.path.charAt(0)!=="/"?`/${e.path}`:e.path:"/",this.username=e.username,this.password=e.password,this.fragment=e.fragment}static clone(e){let r=new t({...e,headers:{...e.headers}});return r.query&&(r.query=nb(r.query)),r}static isInstance(e){if(!e)return!1;let r=e;return"method"in r&&"protocol"in r&&"hostname"in r&&"path"in r&&typeof r.query=="object"&&typeof r.headers=="object"}clone(){return t.clone(this)}}});var Oe,Lf=p(()=>{Oe=class{statusCode;reason;headers;body;constructor(e){this.statusCode=e.statusCode,this.reason=e.reason,this.headers=e.headers||{},this.body=e.body}static isInstance(e){if(!e)return!1;let r=e;return typeof r.statusCode=="number"&&typeof r.headers=="object"}}});var ib,rr,$f=p(()=>{ib=new RegExp("^(?!.*-$)(?!-)[a-zA-Z0-9-]{1,63}$"),rr=(t,e=!1)=>{if(!e)return ib.test(t);let r=t.split(".");for(let o of r)if(!rr(o))return!1;return!0}});function Hp(t){return/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(t)}var Uf=p(()=>{});var W,Ff=p(()=>{W=t=>{if(typeof t=="function")return t;let e=Promise.resolve(t);return()=>e}});function Mf(t){let e={};if(t=t.replace(/^\?/,""),t)for(let r of t.split("&")){let[o,s=null]=r.split("=");o=decodeURIComponent(o),s&&(s=decodeURIComponent(s)),o in e?Array.isArray(e[o])?e[o].push(s):e[o]=[e[o],s]:e[o]=s}return e}var Hf=p(()=>{});var he,Bp=p(()=>{Hf();he=t=>{if(typeof t=="string")return he(new URL(t));let{hostname:e,pathname:r,port:o,protocol:s,search:n}=t,i;return n&&(i=Mf(n)),{hostname:e,port:o?parseInt(o):void 0,protocol:s,path:r,query:i}}});var Rr,Bf=p(()=>{Mp();Bp();Rr=t=>{if(typeof t=="object"){if("url"in t){let e=he(t.url);if(t.headers){e.headers={};for(let r in t.headers)I(t.headers,r)&&(e.headers[r.toLowerCase()]=t.headers[r].join(", "))}return e}return t}return he(t)}});var q=p(()=>{Df();Mp();kf();Lf();$f();Uf();Ff();Bp();Bf()});var zp,ab,zf,cb,jf,Vf,Gf,pb,qf,Wf,lb,Kn,bo,Kf,ub,db,Xf=p(()=>{zp=t=>{if(t!=null){if(typeof t=="string"){let e=parseFloat(t);if(!Number.isNaN(e))return String(e)!==String(t)&&db.warn(ub(`Expected number but observed string: ${t}`)),e}if(typeof t=="number")return t;throw new TypeError(`Expected number, got ${typeof t}: ${t}`)}},ab=Math.ceil(2**127*(2-2**-23)),zf=t=>{let e=zp(t);if(e!==void 0&&!Number.isNaN(e)&&e!==1/0&&e!==-1/0&&Math.abs(e)>ab)throw new TypeError(`Expected 32-bit float, got ${t}`);return e},cb=t=>{if(t!=null){if(Number.isInteger(t)&&!Number.isNaN(t))return t;throw new TypeError(`Expected integer, got ${typeof t}: ${t}`)}},jf=t=>Gf(t,16),Vf=t=>Gf(t,8),Gf=(t,e)=>{let r=cb(t);if(r!==void 0&&pb(r,e)!==r)throw new TypeError(`Expected ${e}-bit integer, got ${t}`);return r},pb=(t,e)=>{switch(e){case 32:return Int32Array.of(t)[0];case 16:return Int16Array.of(t)[0];case 8:return Int8Array.of(t)[0]}},qf=t=>zp(typeof t=="string"?Kn(t):t),Wf=t=>zf(typeof t=="string"?Kn(t):t),lb=/(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(-?Infinity)|(NaN)/g,Kn=t=>{let e=t.match(lb);if(e===null||e[0].length!==t.length)throw new TypeError("Expected real number, got implicit NaN");return parseFloat(t)},bo=t=>jf(typeof t=="string"?Kn(t):t),Kf=t=>Vf(typeof t=="string"?Kn(t):t),ub=t=>String(new TypeError(t).stack||t).split(`
`).slice(0,5).filter(e=>!e.includes("stackTraceWarning")).join(`
`),db={warn:console.warn}});function Kr(t){let e=t.getUTCFullYear(),r=t.getUTCMonth(),o=t.getUTCDay(),s=t.getUTCDate(),n=t.getUTCHours(),i=t.getUTCMinutes(),a=t.getUTCSeconds(),c=s<10?`0${s}`:`${s}`,l=n<10?`0${n}`:`${n}`,u=i<10?`0${i}`:`${i}`,d=a<10?`0${a}`:`${a}`;return`${mb[o]}, ${c} ${Vp[r]} ${e} ${l}:${u}:${d} GMT`}var mb,Vp,fb,Gp,hb,qp,gb,yb,Sb,us,Wp,ls,Eb,xb,Rb,jp,_b,wb,Tb,or,Ib,Ab,vo,Jf=p(()=>{Xf();mb=["Sun","Mon","Tue","Wed","Thu","Fri","Sat"],Vp=["Jan","Feb","Mar","Apr","May","Jun","Jul","Aug","Sep","Oct","Nov","Dec"];fb=new RegExp(/^(\d{4})-(\d{2})-(\d{2})[tT](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?[zZ]$/),Gp=t=>{if(t==null)return;if(typeof t!="string")throw new TypeError("RFC-3339 date-times must be expressed as strings");let e=fb.exec(t);if(!e)throw new TypeError("Invalid RFC-3339 date-time value");let[r,o,s,n,i,a,c,l]=e,u=bo(vo(o)),d=or(s,"month",1,12),m=or(n,"day",1,31);return ls(u,d,m,{hours:i,minutes:a,seconds:c,fractionalMilliseconds:l})},hb=new RegExp(/^(\d{4})-(\d{2})-(\d{2})[tT](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(([-+]\d{2}:\d{2})|[zZ])$/),qp=t=>{if(t==null)return;if(typeof t!="string")throw new TypeError("RFC-3339 date-times must be expressed as strings");let e=hb.exec(t);if(!e)throw new TypeError("Invalid RFC-3339 date-time value");let[r,o,s,n,i,a,c,l,u]=e,d=bo(vo(o)),m=or(s,"month",1,12),f=or(n,"day",1,31),h=ls(d,m,f,{hours:i,minutes:a,seconds:c,fractionalMilliseconds:l});return u.toUpperCase()!="Z"&&h.setTime(h.getTime()-Ab(u)),h},gb=new RegExp(/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d{1,2}):(\d{2}):(\d{2})(?:\.(\d+))? GMT$/),yb=new RegExp(/^(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday), (\d{2})-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-(\d{2}) (\d{1,2}):(\d{2}):(\d{2})(?:\.(\d+))? GMT$/),Sb=new RegExp(/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ( [1-9]|\d{2}) (\d{1,2}):(\d{2}):(\d{2})(?:\.(\d+))? (\d{4})$/),us=t=>{if(t==null)return;if(typeof t!="string")throw new TypeError("RFC-7231 date-times must be expressed as strings");let e=gb.exec(t);if(e){let[r,o,s,n,i,a,c,l]=e;return ls(bo(vo(n)),jp(s),or(o,"day",1,31),{hours:i,minutes:a,seconds:c,fractionalMilliseconds:l})}if(e=yb.exec(t),e){let[r,o,s,n,i,a,c,l]=e;return Rb(ls(Eb(n),jp(s),or(o,"day",1,31),{hours:i,minutes:a,seconds:c,fractionalMilliseconds:l}))}if(e=Sb.exec(t),e){let[r,o,s,n,i,a,c,l]=e;return ls(bo(vo(l)),jp(o),or(s.trimLeft(),"day",1,31),{hours:n,minutes:i,seconds:a,fractionalMilliseconds:c})}throw new TypeError("Invalid RFC-7231 date-time value")},Wp=t=>{if(t==null)return;let e;if(typeof t=="number")e=t;else if(typeof t=="string")e=qf(t);else if(typeof t=="object"&&t.tag===1)e=t.value;else throw new TypeError("Epoch timestamps must be expressed as floating point numbers or their string representation");if(Number.isNaN(e)||e===1/0||e===-1/0)throw new TypeError("Epoch timestamps must be valid, non-Infinite, non-NaN numerics");return new Date(Math.round(e*1e3))},ls=(t,e,r,o)=>{let s=e-1;return wb(t,s,r),new Date(Date.UTC(t,s,r,or(o.hours,"hour",0,23),or(o.minutes,"minute",0,59),or(o.seconds,"seconds",0,60),Ib(o.fractionalMilliseconds)))},Eb=t=>{let e=new Date().getUTCFullYear(),r=Math.floor(e/100)*100+bo(vo(t));return r<e?r+100:r},xb=50*365*24*60*60*1e3,Rb=t=>t.getTime()-new Date().getTime()>xb?new Date(Date.UTC(t.getUTCFullYear()-100,t.getUTCMonth(),t.getUTCDate(),t.getUTCHours(),t.getUTCMinutes(),t.getUTCSeconds(),t.getUTCMilliseconds())):t,jp=t=>{let e=Vp.indexOf(t);if(e<0)throw new TypeError(`Invalid month: ${t}`);return e+1},_b=[31,28,31,30,31,30,31,31,30,31,30,31],wb=(t,e,r)=>{let o=_b[e];if(e===1&&Tb(t)&&(o=29),r>o)throw new TypeError(`Invalid day for ${Vp[e]} in ${t}: ${r}`)},Tb=t=>t%4===0&&(t%100!==0||t%400===0),or=(t,e,r,o)=>{let s=Kf(vo(t));if(s<r||s>o)throw new TypeError(`${e} must be between ${r} and ${o}, inclusive`);return s},Ib=t=>t==null?0:Wf("0."+t)*1e3,Ab=t=>{let e=t[0],r=1;if(e=="+")r=1;else if(e=="-")r=-1;else throw new TypeError(`Offset direction, ${e}, must be "+" or "-"`);let o=Number(t.substring(1,3)),s=Number(t.substring(4,6));return r*(o*60+s)*60*1e3},vo=t=>{let e=0;for(;e<t.length-1&&t.charAt(e)==="0";)e++;return e===0?t:t.slice(e)}});var De,Yf=p(()=>{De=function(e){return Object.assign(new String(e),{deserializeJSON(){return JSON.parse(String(e))},toString(){return String(e)},toJSON(){return String(e)}})};De.from=t=>t&&typeof t=="object"&&(t instanceof De||"deserializeJSON"in t)?t:typeof t=="string"||Object.getPrototypeOf(t)===String.prototype?De(String(t)):De(JSON.stringify(t));De.fromObject=De.from});function Kp(t){return(t.includes(",")||t.includes('"'))&&(t=`"${t.replace(/\\/g,"\\\\").replace(/"/g,'\\"')}"`),t}var Qf=p(()=>{});function dr(t,e,r){let o=Number(t);if(o<e||o>r)throw new Error(`Value ${o} out of range [${e}, ${r}]`)}var Xp,Jp,Yp,Zf,eh,Cb,bb,vb,Pb,Nb,Ob,Qp,Zp,el,th=p(()=>{Xp="(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:[ne|u?r]?s?day)?",Jp="(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",Yp="(\\d?\\d):(\\d{2}):(\\d{2})(?:\\.(\\d+))?",Zf="(\\d?\\d)",eh="(\\d{4})",Cb=new RegExp(/^(\d{4})-(\d\d)-(\d\d)[tT](\d\d):(\d\d):(\d\d)(\.(\d+))?(([-+]\d\d:\d\d)|[zZ])$/),bb=/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?:0[1-9]|[12]\d|3[01]) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [1-9]\d{3} (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d GMT$/,vb=new RegExp(`^${Xp}, ${Zf} ${Jp} ${eh} ${Yp} GMT$`),Pb=new RegExp(`^${Xp}, ${Zf}-${Jp}-(\\d\\d) ${Yp} GMT$`),Nb=new RegExp(`^${Xp} ${Jp} ( [1-9]|\\d\\d) ${Yp} ${eh}$`),Ob=["Jan","Feb","Mar","Apr","May","Jun","Jul","Aug","Sep","Oct","Nov","Dec"],Qp=t=>{if(t==null)return;let e=NaN;if(typeof t=="number")e=t;else if(typeof t=="string"){if(!/^-?\d*\.?\d+$/.test(t))throw new TypeError("parseEpochTimestamp - numeric string invalid.");e=Number.parseFloat(t)}else typeof t=="object"&&t.tag===1&&(e=t.value);if(isNaN(e)||Math.abs(e)===1/0)throw new TypeError("Epoch timestamps must be valid finite numbers.");return new Date(Math.round(e*1e3))},Zp=t=>{if(t==null)return;if(typeof t!="string")throw new TypeError("RFC3339 timestamps must be strings");let e=Cb.exec(t);if(!e)throw new TypeError(`Invalid RFC3339 timestamp format ${t}`);let[,r,o,s,n,i,a,,c,l]=e;dr(o,1,12),dr(s,1,31),dr(n,0,23),dr(i,0,59),dr(a,0,60);let u=new Date(Date.UTC(Number(r),Number(o)-1,Number(s),Number(n),Number(i),Number(a),Number(c)?Math.round(parseFloat(`0.${c}`)*1e3):0));if(u.setUTCFullYear(Number(r)),l.toUpperCase()!="Z"){let[,d,m,f]=/([+-])(\d\d):(\d\d)/.exec(l)||[void 0,"+",0,0],h=d==="-"?1:-1;u.setTime(u.getTime()+h*(Number(m)*60*60*1e3+Number(f)*60*1e3))}return u},el=t=>{if(t==null)return;if(typeof t!="string")throw new TypeError("RFC7231 timestamps must be strings.");if(bb.test(t))return new Date(t);let e,r,o,s,n,i,a,c;if((c=vb.exec(t))?[,e,r,o,s,n,i,a]=c:(c=Pb.exec(t))?([,e,r,o,s,n,i,a]=c,o=(Number(o)+1900).toString()):(c=Nb.exec(t))&&([,r,e,s,n,i,a,o]=c),o&&i){let l=Date.UTC(Number(o),Ob.indexOf(r),Number(e),Number(s),Number(n),Number(i),a?Math.round(parseFloat(`0.${a}`)*1e3):0);dr(e,1,31),dr(s,0,23),dr(n,0,59),dr(i,0,60);let u=new Date(l);return u.setUTCFullYear(Number(o)),u}throw new TypeError(`Invalid RFC7231 date-time value ${t}.`)}});function tl(t,e,r){if(r<=0||!Number.isInteger(r))throw new Error("Invalid number of delimiters ("+r+") for splitEvery.");let o=t.split(e);if(r===1)return o;let s=[],n="";for(let i=0;i<o.length;i++)n===""?n=o[i]:n+=e+o[i],(i+1)%r===0&&(s.push(n),n="");return n!==""&&s.push(n),s}var rh=p(()=>{});var ds,oh=p(()=>{ds=t=>{let e=t.length,r=[],o=!1,s=!1,n=0;for(let i=0;i<e;++i){let a=t[i];switch(a){case'"':s||(o=!o);break;case",":o||(r.push(t.slice(n,i)),n=i+1);break;default:}s=a==="\\"&&!s}return r.push(t.slice(n)),r.map(i=>{i=i.trim();let a=i.length;return a<2?i:i[0]==='"'&&i[a-1]==='"'?(i=i.slice(1,a-1),i.replace(/\\(["\\])/g,"$1")):i.replace(/\\"/g,'"')})}});var sh,fe,nh=p(()=>{sh=/^-?((0|[1-9]\d*)(\.\d+)?|\.\d+)([eE][+-]?\d+)?$/,fe=class t{string;type;constructor(e,r){if(this.string=e,this.type=r,!sh.test(e))throw new Error(`@smithy/core/serde - NumericValue string must conform to the Smithy bigDecimal format. Received: "${e}"`)}toString(){return this.string}static[Symbol.hasInstance](e){if(!e||typeof e!="object")return!1;let r=e;return t.prototype.isPrototypeOf(e)||r.type==="bigDecimal"&&sh.test(r.string)}}});function ms(t){if(t.length%2!==0)throw new Error("Hex encoded strings must have an even number length");let e=new Uint8Array(t.length/2);for(let r=0;r<t.length;r+=2){let o=t.slice(r,r+2).toLowerCase();if(o in rl)e[r/2]=rl[o];else throw new Error(`Cannot decode unrecognized sequence ${o} as hexadecimal`)}return e}function oe(t){let e="";for(let r=0;r<t.byteLength;r++)e+=ih[t[r]];return e}var ih,rl,ol=p(()=>{ih={},rl={};for(let t=0;t<256;t++){let e=t.toString(16).toLowerCase();e.length===1&&(e=`0${e}`),ih[t]=e,rl[e]=t}});var Po,xt,ah=p(()=>{Po=require("fs"),xt=t=>{if(!t)return 0;if(typeof t=="string")return Buffer.byteLength(t);if(typeof t.byteLength=="number")return t.byteLength;if(typeof t.size=="number")return t.size;if(typeof t.start=="number"&&typeof t.end=="number")return t.end+1-t.start;if(t instanceof Po.ReadStream){if(t.path!=null)return(0,Po.lstatSync)(t.path).size;if(typeof t.fd=="number")return(0,Po.fstatSync)(t.fd).size}throw new Error(`Body Length computation failed for ${t}`)}});var Qe,ch=p(()=>{qn();Qe=t=>t instanceof Uint8Array?t:typeof t=="string"?te(t):ArrayBuffer.isView(t)?new Uint8Array(t.buffer,t.byteOffset,t.byteLength/Uint8Array.BYTES_PER_ELEMENT):new Uint8Array(t)});function Xn(t,e){if(e===void 0){e=0;for(let s of t)e+=s.byteLength}let r=new Uint8Array(e),o=0;for(let s of t)r.set(s,o),o+=s.byteLength;return r}var sl=p(()=>{});var Ae,fs=p(()=>{Ae=class t extends Error{name="ProviderError";tryNextLink;constructor(e,r=!0){var n;let o,s=!0;typeof r=="boolean"?(o=void 0,s=r):r!=null&&typeof r=="object"&&(o=r.logger,s=r.tryNextLink??!0),super(e),this.tryNextLink=s,Object.setPrototypeOf(this,t.prototype),(n=o==null?void 0:o.debug)==null||n.call(o,`@smithy/property-provider ${s?"->":"(!)"} ${e}`)}static from(e,r=!0){return Object.assign(new this(e.message,r),e)}}});var _,Jn=p(()=>{fs();_=class t extends Ae{name="CredentialsProviderError";constructor(e,r=!0){super(e,r),Object.setPrototypeOf(this,t.prototype)}}});var Ze,ph=p(()=>{fs();Ze=class t extends Ae{name="TokenProviderError";constructor(e,r=!0){super(e,r),Object.setPrototypeOf(this,t.prototype)}}});var Xr,nl=p(()=>{fs();Xr=(...t)=>async()=>{if(t.length===0)throw new Ae("No providers in chain");let e;for(let r of t)try{return await r()}catch(o){if(e=o,o!=null&&o.tryNextLink)continue;throw o}throw e}});var lh,uh=p(()=>{lh=t=>()=>Promise.resolve(t)});var Yn,il=p(()=>{Yn=(t,e,r)=>{let o,s,n,i=!1,a=async()=>{s||(s=t());try{o=await s,n=!0,i=!1}finally{s=void 0}return o};return e===void 0?async c=>((!n||c!=null&&c.forceRefresh)&&(o=await a()),o):async c=>((!n||c!=null&&c.forceRefresh)&&(o=await a()),i?o:r&&!r(o)?(i=!0,o):(e(o)&&await a(),o))}});var et,Qn=p(()=>{et=(t,e,r)=>{if(e in t){if(t[e]==="true")return!0;if(t[e]==="false")return!1;throw new Error(`Cannot load ${r} "${e}". Expected "true" or "false", got ${t[e]}.`)}}});var ke,Zn=p(()=>{(function(t){t.ENV="env",t.CONFIG="shared config entry"})(ke||(ke={}))});var dh,mh,al,Db,_r,hs=p(()=>{dh=require("os"),mh=require("path"),al={},Db=()=>process&&process.geteuid?`${process.geteuid()}`:"DEFAULT",_r=()=>{let{HOME:t,USERPROFILE:e,HOMEPATH:r,HOMEDRIVE:o=`C:${mh.sep}`}=process.env;if(t)return t;if(e)return e;if(r)return`${o}${r}`;let s=Db();return al[s]||(al[s]=(0,dh.homedir)()),al[s]}});var ei,fh,Le,cl=p(()=>{ei="AWS_PROFILE",fh="default",Le=t=>t.profile||process.env[ei]||fh});var hh,gh,gs,pl=p(()=>{hh=require("crypto"),gh=require("path");hs();gs=t=>{let r=(0,hh.createHash)("sha1").update(t).digest("hex");return(0,gh.join)(_r(),".aws","sso","cache",`${r}.json`)}});var yh,ys,Ss,ll=p(()=>{yh=require("fs/promises");pl();ys={},Ss=async t=>{if(ys[t])return ys[t];let e=gs(t),r=await(0,yh.readFile)(e,"utf8");return JSON.parse(r)}});var Sh,Eh=p(()=>{tr();Sh=t=>Object.entries(t).filter(([e])=>{let r=e.indexOf(".");return r===-1?!1:Object.values(er).includes(e.substring(0,r))}).reduce((e,[r,o])=>{let s=r.indexOf("."),n=r.substring(0,s)===er.PROFILE?r.substring(s+1):r;return e[n]=o,e},{...t.default&&{default:t.default}})});var xh,kb,ti,ul=p(()=>{xh=require("path");hs();kb="AWS_CONFIG_FILE",ti=()=>process.env[kb]||(0,xh.join)(_r(),".aws","config")});var Rh,Lb,_h,wh=p(()=>{Rh=require("path");hs();Lb="AWS_SHARED_CREDENTIALS_FILE",_h=()=>process.env[Lb]||(0,Rh.join)(_r(),".aws","credentials")});var $b,Ub,Es,dl=p(()=>{tr();$b=/^([\w-]+)\s(["'])?([\w-@+.%:/]+)\2$/,Ub=["__proto__","profile __proto__"],Es=t=>{let e={},r,o;for(let s of t.split(/\r?\n/)){let n=s.split(/(^|\s)[;#]/)[0].trim();if(n[0]==="["&&n[n.length-1]==="]"){r=void 0,o=void 0;let a=n.substring(1,n.length-1),c=$b.exec(a);if(c){let[,l,,u]=c;Object.values(er).includes(l)&&(r=[l,u].join("."))}else r=a;if(Ub.includes(a))throw new Error(`Found invalid profile name "${a}"`)}else if(r){let a=n.indexOf("=");if(![0,-1].includes(a)){let[c,l]=[n.substring(0,a).trim(),n.substring(a+1).trim()];if(l==="")o=c;else{o&&s.trimStart()===s&&(o=void 0),e[r]=e[r]||{};let u=o?[o,c].join("."):c;e[r][u]=l}}}}return e}});var Th,ml,xs,Rs,ri=p(()=>{Th=require("fs/promises"),ml={},xs={},Rs=(t,e)=>xs[t]!==void 0?xs[t]:((!ml[t]||e!=null&&e.ignoreCache)&&(ml[t]=(0,Th.readFile)(t,"utf8")),ml[t])});var fl,Ih,oi,hl=p(()=>{fl=require("path");Eh();ul();wh();hs();dl();ri();Ih=()=>({}),oi=async(t={})=>{let{filepath:e=_h(),configFilepath:r=ti()}=t,o=_r(),s="~/",n=e;e.startsWith(s)&&(n=(0,fl.join)(o,e.slice(2)));let i=r;r.startsWith(s)&&(i=(0,fl.join)(o,r.slice(2)));let a=await Promise.all([Rs(i,{ignoreCache:t.ignoreCache}).then(Es).then(Sh).catch(Ih),Rs(n,{ignoreCache:t.ignoreCache}).then(Es).catch(Ih)]);return{configFile:a[0],credentialsFile:a[1]}}});var Ah,Ch=p(()=>{tr();Ah=t=>Object.entries(t).filter(([e])=>e.startsWith(er.SSO_SESSION+".")).reduce((e,[r,o])=>({...e,[r.substring(r.indexOf(".")+1)]:o}),{})});var Fb,_s,bh=p(()=>{ul();Ch();dl();ri();Fb=()=>({}),_s=async(t={})=>Rs(t.configFilepath??ti()).then(Es).then(Ah).catch(Fb)});var vh,Ph=p(()=>{vh=(...t)=>{let e={};for(let r of t)for(let[o,s]of Object.entries(r))e[o]!==void 0?Object.assign(e[o],s):e[o]=s;return e}});var Rt,Nh=p(()=>{hl();Ph();Rt=async t=>{let e=await oi(t);return vh(e.configFile,e.credentialsFile)}});var ws,Oh=p(()=>{ll();ri();ws={getFileRecord(){return xs},interceptFile(t,e){xs[t]=Promise.resolve(e)},getTokenRecord(){return ys},interceptToken(t,e){ys[t]=e}}});function si(t){try{let e=new Set(Array.from(t.match(/([A-Z_]){3,}/g)??[]));return e.delete("CONFIG"),e.delete("CONFIG_PREFIX_SEPARATOR"),e.delete("ENV"),[...e].join(", ")}catch{return t}}var gl=p(()=>{});var Dh,kh=p(()=>{Jn();gl();Dh=(t,e)=>async()=>{try{let r=t(process.env,e);if(r===void 0)throw new Error;return r}catch(r){throw new _(r.message||`Not found in ENV: ${si(t.toString())}`,{logger:e==null?void 0:e.logger})}}});var Lh,$h=p(()=>{Jn();cl();hl();gl();Lh=(t,{preferredFile:e="config",...r}={})=>async()=>{let o=Le(r),{configFile:s,credentialsFile:n}=await oi(r),i=n[o]||{},a=s[o]||{},c=e==="config"?{...i,...a}:{...a,...i};try{let u=t(c,e==="config"?s:n);if(u===void 0)throw new Error;return u}catch(l){throw new _(l.message||`Not found in config files w/ profile [${o}]: ${si(t.toString())}`,{logger:r.logger})}}});var Mb,Uh,Fh=p(()=>{uh();Mb=t=>typeof t=="function",Uh=t=>Mb(t)?async()=>await t():lh(t)});var T,yl=p(()=>{nl();il();kh();$h();Fh();T=({environmentVariableSelector:t,configFileSelector:e,default:r},o={})=>{let{signingName:s,logger:n}=o;return Yn(Xr(Dh(t,{signingName:s,logger:n}),Lh(e,o),Uh(r)))}});var Mh,Hh,_t,Bh=p(()=>{Qn();Zn();Mh="AWS_USE_DUALSTACK_ENDPOINT",Hh="use_dualstack_endpoint",_t={environmentVariableSelector:t=>et(t,Mh,ke.ENV),configFileSelector:t=>et(t,Hh,ke.CONFIG),default:!1}});var zh,jh,wt,Vh=p(()=>{Qn();Zn();zh="AWS_USE_FIPS_ENDPOINT",jh="use_fips_endpoint",wt={environmentVariableSelector:t=>et(t,zh,ke.ENV),configFileSelector:t=>et(t,jh,ke.CONFIG),default:!1}});var Yr,wr,No,Gh,qh,Sl=p(()=>{Yr=(t,e)=>{let r=[];if(t&&r.push(t),e)for(let o of e)r.push(o);return r},wr=(t,e)=>`${t||"anonymous"}${e&&e.length>0?` (a.k.a. ${e.join(",")})`:""}`,No=()=>{let t=[],e=[],r=!1,o=new Set,s=d=>d.sort((m,f)=>Gh[f.step]-Gh[m.step]||qh[f.priority||"normal"]-qh[m.priority||"normal"]),n=d=>{let m=!1,f=h=>{let y=Yr(h.name,h.aliases);if(y.includes(d)){m=!0;for(let g of y)o.delete(g);return!1}return!0};return t=t.filter(f),e=e.filter(f),m},i=d=>{let m=!1,f=h=>{if(h.middleware===d){m=!0;for(let y of Yr(h.name,h.aliases))o.delete(y);return!1}return!0};return t=t.filter(f),e=e.filter(f),m},a=d=>{var m;return t.forEach(f=>{d.add(f.middleware,{...f})}),e.forEach(f=>{d.addRelativeTo(f.middleware,{...f})}),(m=d.identifyOnResolve)==null||m.call(d,u.identifyOnResolve()),d},c=d=>{let m=[];return d.before.forEach(f=>{f.before.length===0&&f.after.length===0?m.push(f):m.push(...c(f))}),m.push(d),d.after.reverse().forEach(f=>{f.before.length===0&&f.after.length===0?m.push(f):m.push(...c(f))}),m},l=(d=!1)=>{let m=[],f=[],h={};return t.forEach(g=>{let S={...g,before:[],after:[]};for(let R of Yr(S.name,S.aliases))h[R]=S;m.push(S)}),e.forEach(g=>{let S={...g,before:[],after:[]};for(let R of Yr(S.name,S.aliases))h[R]=S;f.push(S)}),f.forEach(g=>{if(g.toMiddleware){let S=h[g.toMiddleware];if(S===void 0){if(d)return;throw new Error(`${g.toMiddleware} is not found when adding ${wr(g.name,g.aliases)} middleware ${g.relation} ${g.toMiddleware}`)}g.relation==="after"&&S.after.push(g),g.relation==="before"&&S.before.push(g)}}),s(m).map(c).reduce((g,S)=>(g.push(...S),g),[])},u={add:(d,m={})=>{let{name:f,override:h,aliases:y}=m,g={step:"initialize",priority:"normal",middleware:d,...m},S=Yr(f,y);if(S.length>0){if(S.some(R=>o.has(R))){if(!h)throw new Error(`Duplicate middleware name '${wr(f,y)}'`);for(let R of S){let x=t.findIndex(N=>{var L;return N.name===R||((L=N.aliases)==null?void 0:L.some(B=>B===R))});if(x===-1)continue;let w=t[x];if(w.step!==g.step||g.priority!==w.priority)throw new Error(`"${wr(w.name,w.aliases)}" middleware with ${w.priority} priority in ${w.step} step cannot be overridden by "${wr(f,y)}" middleware with ${g.priority} priority in ${g.step} step.`);t.splice(x,1)}}for(let R of S)o.add(R)}t.push(g)},addRelativeTo:(d,m)=>{let{name:f,override:h,aliases:y}=m,g={middleware:d,...m},S=Yr(f,y);if(S.length>0){if(S.some(R=>o.has(R))){if(!h)throw new Error(`Duplicate middleware name '${wr(f,y)}'`);for(let R of S){let x=e.findIndex(N=>{var L;return N.name===R||((L=N.aliases)==null?void 0:L.some(B=>B===R))});if(x===-1)continue;let w=e[x];if(w.toMiddleware!==g.toMiddleware||w.relation!==g.relation)throw new Error(`"${wr(w.name,w.aliases)}" middleware ${w.relation} "${w.toMiddleware}" middleware cannot be overridden by "${wr(f,y)}" middleware ${g.relation} "${g.toMiddleware}" middleware.`);e.splice(x,1)}}for(let R of S)o.add(R)}e.push(g)},clone:()=>a(No()),use:d=>{d.applyToStack(u)},remove:d=>typeof d=="string"?n(d):i(d),removeByTag:d=>{let m=!1,f=h=>{let{tags:y,name:g,aliases:S}=h;if(y&&y.includes(d)){let R=Yr(g,S);for(let x of R)o.delete(x);return m=!0,!1}return!0};return t=t.filter(f),e=e.filter(f),m},concat:d=>{var f;let m=a(No());return m.use(d),m.identifyOnResolve(r||m.identifyOnResolve()||(((f=d.identifyOnResolve)==null?void 0:f.call(d))??!1)),m},applyToStack:a,identify:()=>l(!0).map(d=>{let m=d.step??d.relation+" "+d.toMiddleware;return wr(d.name,d.aliases)+" - "+m}),identifyOnResolve(d){return typeof d=="boolean"&&(r=d),r},resolve:(d,m)=>{for(let f of l().map(h=>h.middleware).reverse())d=f(d,m);return r&&console.log(u.identify()),d}};return u},Gh={initialize:5,serialize:4,build:3,finalizeRequest:2,deserialize:1},qh={high:3,normal:2,low:1}});var Ce,Wh=p(()=>{Sl();Ce=class{config;middlewareStack=No();initConfig;handlers;constructor(e){this.config=e;let{protocol:r,protocolSettings:o}=e;o&&typeof r=="function"&&(e.protocol=new r(o))}send(e,r,o){let s=typeof r!="function"?r:void 0,n=typeof r=="function"?r:o,i=s===void 0&&this.config.cacheMiddleware===!0,a;if(i){this.handlers||(this.handlers=new WeakMap);let c=this.handlers;c.has(e.constructor)?a=c.get(e.constructor):(a=e.resolveMiddleware(this.middlewareStack,this.config,s),c.set(e.constructor,a))}else delete this.handlers,a=e.resolveMiddleware(this.middlewareStack,this.config,s);if(n)a(e).then(c=>n(null,c.output),c=>n(c)).catch(()=>{});else return a(e).then(c=>c.output)}destroy(){var e,r,o;(o=(r=(e=this.config)==null?void 0:e.requestHandler)==null?void 0:r.destroy)==null||o.call(r),delete this.handlers}}});var mr,El=p(()=>{mr=t=>typeof t=="function"?t():t});var ni,xl=p(()=>{ni=(t,e,r,o,s)=>({name:e,namespace:t,traits:r,input:o,output:s})});var Kh,Rl,Xh=p(()=>{q();xl();Kh=t=>(e,r)=>async o=>{var d,m,f,h;let{response:s}=await e(o),{operationSchema:n}=re(r),[,i,a,c,l,u]=n??[];try{let y=await t.protocol.deserializeResponse(ni(i,a,c,l,u),{...t,...r},s);return{response:s,output:y}}catch(y){if(Object.defineProperty(y,"$response",{value:s,enumerable:!1,writable:!1,configurable:!1}),!("$metadata"in y)){let g="Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.";try{y.message+=`
  `+g}catch{!r.logger||((m=(d=r.logger)==null?void 0:d.constructor)==null?void 0:m.name)==="NoOpLogger"?console.warn(g):(h=(f=r.logger)==null?void 0:f.warn)==null||h.call(f,g)}typeof y.$responseBodyText<"u"&&y.$response&&(y.$response.body=y.$responseBodyText);try{if(Oe.isInstance(s)){let{headers:S={},statusCode:R}=s,x=Object.entries(S);y.$metadata={httpStatusCode:R,requestId:Rl(/^x-[\w-]+-request-?id$/,x),extendedRequestId:Rl(/^x-[\w-]+-id-2$/,x),cfId:Rl(/^x-[\w-]+-cf-id$/,x)}}}catch{}}throw y}},Rl=(t,e)=>(e.find(([r])=>r.match(t))||[void 0,void 0])[1]});var Jh,Yh=p(()=>{q();xl();Jh=t=>(e,r)=>async o=>{let{operationSchema:s}=re(r),[,n,i,a,c,l]=s??[],u=r.endpointV2?async()=>Rr(r.endpointV2):t.endpoint,d=await t.protocol.serializeRequest(ni(n,i,a,c,l),o.input,{...t,...r,endpoint:u});return e({...o,request:d})}});function Tt(t){return{applyToStack:e=>{e.add(Jh(t),Zh),e.add(Kh(t),Qh),t.protocol.setSerdeContext(t)}}}var Qh,Zh,eg=p(()=>{Xh();Yh();Qh={name:"deserializerMiddleware",step:"deserialize",tags:["DESERIALIZER"],override:!0},Zh={name:"serializerMiddleware",step:"serialize",tags:["SERIALIZER"],override:!0}});function Tr(t){if(typeof t=="object")return t;if(t=t|0,ii[t])return ii[t];let e={},r=0;for(let o of["httpLabel","idempotent","idempotencyToken","sensitive","httpPayload","httpResponseCode","httpQueryParams"])(t>>r++&1)===1&&(e[o]=1);return ii[t]=e}var ii,_l=p(()=>{ii=[]});function Is(t,e){if(t instanceof $)return Object.assign(t,{memberName:e,_isMemberSchema:!0});let r=$;return new r(t,e)}var Ts,ai,ci,$,wl,tg,rg=p(()=>{El();_l();Ts={it:Symbol.for("@smithy/nor-struct-it"),ns:Symbol.for("@smithy/ns")},ai=[],ci={},$=class t{ref;memberName;static symbol=Symbol.for("@smithy/nor");symbol=t.symbol;name;schema;_isMemberSchema;traits;memberTraits;normalizedTraits;constructor(e,r){this.ref=e,this.memberName=r;let o=[],s=e,n=e;for(this._isMemberSchema=!1;wl(s);)o.push(s[1]),s=s[0],n=mr(s),this._isMemberSchema=!0;if(o.length>0){this.memberTraits={};for(let i=o.length-1;i>=0;--i){let a=o[i];Object.assign(this.memberTraits,Tr(a))}}else this.memberTraits=0;if(n instanceof t){let i=this.memberTraits;Object.assign(this,n),this.memberTraits=Object.assign({},i,n.getMemberTraits(),this.getMemberTraits()),this.normalizedTraits=void 0,this.memberName=r??n.memberName;return}if(this.schema=mr(n),tg(this.schema)?(this.name=`${this.schema[1]}#${this.schema[2]}`,this.traits=this.schema[3]):(this.name=this.memberName??String(n),this.traits=0),this._isMemberSchema&&!r)throw new Error(`@smithy/core/schema - NormalizedSchema member init ${this.getName(!0)} missing member name.`)}static[Symbol.hasInstance](e){let r=this.prototype.isPrototypeOf(e);return!r&&typeof e=="object"&&e!==null?e.symbol===this.symbol:r}static of(e){let r=typeof e=="function"||typeof e=="object"&&e!==null;if(typeof e=="number"){if(ai[e])return ai[e]}else if(typeof e=="string"){if(ci[e])return ci[e]}else if(r&&e[Ts.ns])return e[Ts.ns];let o=mr(e);if(o instanceof t)return o;if(wl(o)){let[n,i]=o;if(n instanceof t)return Object.assign(n.getMergedTraits(),Tr(i)),n;throw new Error(`@smithy/core/schema - may not init unwrapped member schema=${JSON.stringify(e,null,2)}.`)}let s=new t(o);return r?e[Ts.ns]=s:typeof o=="string"?ci[o]=s:typeof o=="number"?ai[o]=s:s}getSchema(){let e=this.schema;return Array.isArray(e)&&e[0]===0?e[4]:e}getName(e=!1){let{name:r}=this;return!e&&r&&r.includes("#")?r.split("#")[1]:r||void 0}getMemberName(){return this.memberName}isMemberSchema(){return this._isMemberSchema}isListSchema(){let e=this.getSchema();return typeof e=="number"?e>=64&&e<128:e[0]===1}isMapSchema(){let e=this.getSchema();return typeof e=="number"?e>=128&&e<=255:e[0]===2}isStructSchema(){let e=this.getSchema();if(typeof e!="object")return!1;let r=e[0];return r===3||r===-3||r===4}isUnionSchema(){let e=this.getSchema();return typeof e!="object"?!1:e[0]===4}isBlobSchema(){let e=this.getSchema();return e===21||e===42}isTimestampSchema(){let e=this.getSchema();return typeof e=="number"&&e>=4&&e<=7}isUnitSchema(){return this.getSchema()==="unit"}isDocumentSchema(){return this.getSchema()===15}isStringSchema(){return this.getSchema()===0}isBooleanSchema(){return this.getSchema()===2}isNumericSchema(){return this.getSchema()===1}isBigIntegerSchema(){return this.getSchema()===17}isBigDecimalSchema(){return this.getSchema()===19}isStreaming(){let{streaming:e}=this.getMergedTraits();return!!e||this.getSchema()===42}isIdempotencyToken(){return!!this.getMergedTraits().idempotencyToken}getMergedTraits(){return this.normalizedTraits??(this.normalizedTraits={...this.getOwnTraits(),...this.getMemberTraits()})}getMemberTraits(){return Tr(this.memberTraits)}getOwnTraits(){return Tr(this.traits)}getKeySchema(){let[e,r]=[this.isDocumentSchema(),this.isMapSchema()];if(!e&&!r)throw new Error(`@smithy/core/schema - cannot get key for non-map: ${this.getName(!0)}`);let o=this.getSchema(),s=e?15:o[4]??0;return Is([s,0],"key")}getValueSchema(){let e=this.getSchema(),[r,o,s]=[this.isDocumentSchema(),this.isMapSchema(),this.isListSchema()],n=typeof e=="number"?63&e:e&&typeof e=="object"&&(o||s)?e[3+e[0]]:r?15:void 0;if(n!=null)return Is([n,0],o?"value":"member");throw new Error(`@smithy/core/schema - ${this.getName(!0)} has no value member.`)}getMemberSchema(e){let r=this.getSchema();if(this.isStructSchema()&&r[4].includes(e)){let o=r[4].indexOf(e),s=r[5][o];return Is(wl(s)?s:[s,0],e)}if(this.isDocumentSchema())return Is([15,0],e);throw new Error(`@smithy/core/schema - ${this.getName(!0)} has no member=${e}.`)}getMemberSchemas(){let e={};try{for(let[r,o]of this.structIterator())e[r]=o}catch{}return e}getEventStreamMember(){if(this.isStructSchema()){for(let[e,r]of this.structIterator())if(r.isStreaming()&&r.isStructSchema())return e}return""}*structIterator(){if(this.isUnitSchema())return;if(!this.isStructSchema())throw new Error("@smithy/core/schema - cannot iterate non-struct schema.");let e=this.getSchema(),r=e[4].length,o=e[Ts.it];if(o&&r===o.length){yield*o;return}o=Array(r);for(let s=0;s<r;++s){let n=e[4][s],i=Is([e[5][s],0],n);yield o[s]=[n,i]}e[Ts.it]=o}};wl=t=>Array.isArray(t)&&t.length===2,tg=t=>Array.isArray(t)&&t.length>=5});var J,og=p(()=>{J=class t{namespace;schemas;exceptions;static registries=new Map;constructor(e,r=new Map,o=new Map){this.namespace=e,this.schemas=r,this.exceptions=o,t.registries.has(e)||t.registries.set(e,this)}static for(e){return t.registries.get(e)??new t(e)}copyFrom(e){let{schemas:r,exceptions:o}=this;for(let[s,n]of e.schemas)r.has(s)||r.set(s,n);for(let[s,n]of e.exceptions)o.has(s)||o.set(s,n)}register(e,r){let o=this.normalizeShapeId(e);for(let s of[this,t.for(o.split("#")[0])])s.schemas.has(o)||s.schemas.set(o,r)}getSchema(e){let r=this.normalizeShapeId(e);if(!this.schemas.has(r)){if(!e.includes("#")){let o="#"+e,s=[];for(let[n,i]of this.schemas.entries())n.endsWith(o)&&s.push(i);if(s.length===1)return s[0]}throw new Error(`@smithy/core/schema - schema not found for ${r}`)}return this.schemas.get(r)}registerError(e,r){var i;let o=e,s=o[1],n=s+"#"+o[2];(i=r.hasOwnProperty)!=null&&i.call(r,"shapeId")||(r.shapeId=n);for(let a of[this,t.for(s)])!a.schemas.has(n)&&!a.exceptions.has(o)&&(a.schemas.set(n,o),a.exceptions.set(o,r))}getErrorCtor(e){let r=e;return this.exceptions.has(r)?this.exceptions.get(r):t.for(r[1]).exceptions.get(r)}getBaseException(){for(let e of this.exceptions.keys())if(Array.isArray(e)){let[,r,o]=e,s=r+"#"+o;if(s.startsWith("smithy.ts.sdk.synthetic.")&&s.endsWith("ServiceException"))return e}}find(e){for(let r of this.schemas.values())if(e(r))return r}clear(){this.schemas.clear(),this.exceptions.clear()}normalizeShapeId(e){return e.includes("#")?e:this.namespace+"#"+e}}});var K=p(()=>{El();eg();rg();_l();og()});function Oo(t,e){if(e==null)return e;let r=$.of(t);if(r.getMergedTraits().sensitive)return Tl;if(r.isListSchema()){let o=r.getValueSchema();if(o.getMergedTraits().sensitive)return Tl;if(Array.isArray(e))return e.map(s=>Oo(o,s))}else if(r.isMapSchema()){let o=r.getValueSchema();if(r.getKeySchema().getMergedTraits().sensitive||o.getMergedTraits().sensitive)return Tl;if(typeof e=="object")return Object.fromEntries(Object.entries(e).map(([s,n])=>[s,Oo(o,n)]))}else if(r.isStructSchema()&&typeof e=="object"){let o=e,s={};for(let[n,i]of r.structIterator())o[n]!=null&&(s[n]=Oo(i,o[n]));return s}return e}var Tl,sg=p(()=>{K();Tl="***SensitiveInformation***"});var ng,ct,Il,Al=p(()=>{tr();Sl();sg();K();ng=Symbol.for("@smithy/op-event-stream"),ct=class{middlewareStack=No();schema;static classBuilder(){return new Il}resolveMiddlewareWithContext(e,r,o,{middlewareFn:s,clientName:n,commandName:i,inputFilterSensitiveLog:a,outputFilterSensitiveLog:c,smithyContext:l,additionalContext:u,CommandCtor:d}){for(let N of s.bind(this)(d,e,r,o))this.middlewareStack.use(N);let m=e.concat(this.middlewareStack),{logger:f}=r,h=u[Et],y={logger:f,clientName:n,commandName:i,inputFilterSensitiveLog:a,outputFilterSensitiveLog:c,...u,[Et]:{...h,commandInstance:this,...l,...(o==null?void 0:o.metricsRecorder)===void 0?{}:{metricsRecorder:o.metricsRecorder},...(o==null?void 0:o.abortSignal)===void 0?{}:{abortSignal:o.abortSignal}}},{requestHandler:g}=r,S=o??{};S.metricsRecorder&&(S={...S},delete S.metricsRecorder);let R,x=this.schema,w=x==null?void 0:x[ng];if(w!==void 0)R=w;else if(x&&Array.isArray(x)&&x[0]===9){let[,,,,N,L]=x;R=x[ng]=!!($.of(N).getEventStreamMember()||$.of(L).getEventStreamMember())}return R&&(S={isEventStream:R,...S}),m.resolve(N=>g.handle(N.request,S),y)}},Il=class{_init=()=>{};_ep={};_middlewareFn=()=>[];_commandName="";_clientName="";_additionalContext={};_smithyContext={};_inputFilterSensitiveLog=void 0;_outputFilterSensitiveLog=void 0;_serializer=null;_deserializer=null;_operationSchema;init(e){this._init=e}ep(e){return this._ep=e,this}m(e){return this._middlewareFn=e,this}s(e,r,o={}){return this._smithyContext={service:e,operation:r,...o},this}c(e={}){return this._additionalContext=e,this}n(e,r){return this._clientName=e,this._commandName=r,this}f(e=o=>o,r=o=>o){return this._inputFilterSensitiveLog=e,this._outputFilterSensitiveLog=r,this}ser(e){return this._serializer=e,this}de(e){return this._deserializer=e,this}sc(e){return this._operationSchema=e,this._smithyContext.operationSchema=e,this}build(){let e=this,r;return r=class extends ct{input;static getEndpointParameterInstructions(){return e._ep}constructor(...[o]){super(),this.input=o??{},e._init(this),this.schema=e._operationSchema}resolveMiddleware(o,s,n){let i=e._operationSchema,a=(i==null?void 0:i[4])??(i==null?void 0:i.input),c=(i==null?void 0:i[5])??(i==null?void 0:i.output);return this.resolveMiddlewareWithContext(o,s,n,{CommandCtor:r,middlewareFn:e._middlewareFn,clientName:e._clientName,commandName:e._commandName,inputFilterSensitiveLog:e._inputFilterSensitiveLog??(i?Oo.bind(null,a):l=>l),outputFilterSensitiveLog:e._outputFilterSensitiveLog??(i?Oo.bind(null,c):l=>l),smithyContext:e._smithyContext,additionalContext:e._additionalContext})}serialize=e._serializer;deserialize=e._deserializer}}}});var fr,ig=p(()=>{fr=(t,e,r)=>{for(let[n,i]of Object.entries(t)){let a=async function(l,u,d){let m=new i(l);if(typeof u=="function")this.send(m,u);else if(typeof d=="function"){if(typeof u!="object")throw new Error(`Expected http options but got ${typeof u}`);this.send(m,u||{},d)}else return this.send(m,u)},c=(n[0].toLowerCase()+n.slice(1)).replace(/Command$/,"");e.prototype[c]=a}let{paginators:o={},waiters:s={}}=r??{};for(let[n,i]of Object.entries(o))e.prototype[n]===void 0&&(e.prototype[n]=function(a={},c,...l){return i({...c,client:this},a,...l)});for(let[n,i]of Object.entries(s))e.prototype[n]===void 0&&(e.prototype[n]=async function(a={},c,...l){let u=c;return typeof c=="number"&&(u={maxWaitTime:c}),i({...u,client:this},a,...l)})}});var tt,pi,ag=p(()=>{tt=class t extends Error{static shapeId="smithy.ts.sdk.synthetic.nonamespace.client#ServiceException";$fault;$response;$retryable;$metadata;constructor(e){super(e.message),Object.setPrototypeOf(this,Object.getPrototypeOf(this).constructor.prototype),this.name=e.name,this.$fault=e.$fault,this.$metadata=e.$metadata}static isInstance(e){if(!e)return!1;let r=e;return t.prototype.isPrototypeOf(r)||!!r.$fault&&!!r.$metadata&&(r.$fault==="client"||r.$fault==="server")}static[Symbol.hasInstance](e){var o;if(!e)return!1;let r=e;if(this===t)return t.isInstance(e);if(t.isInstance(e)){if(this.prototype.isPrototypeOf(e))return!0;let s=Object.prototype.hasOwnProperty.call(this,"shapeId")?this.shapeId:void 0,n=!1;if(s){let a=Object.getPrototypeOf(r);for(;a&&a!==Object.prototype;){let c=a.constructor,l=c!==t&&Object.prototype.hasOwnProperty.call(c,"shapeId")?c==null?void 0:c.shapeId:void 0;if(l&&(n=!0,l===s))return!0;a=Object.getPrototypeOf(a)}}if(s&&n)return!1;let i=this.name;if(i&&i.length>=6){if(r.name===i)return!0;let a=Object.getPrototypeOf(r);for(;a&&a!==Object.prototype;){let c=(o=a.constructor)==null?void 0:o.name;if(c&&c!=="Error"&&c===i)return!0;a=Object.getPrototypeOf(a)}}}return!1}},pi=(t,e={})=>{Object.entries(e).filter(([,o])=>o!==void 0).forEach(([o,s])=>{(t[o]==null||t[o]==="")&&(t[o]=s)});let r=t.message||t.Message||"UnknownError";return t.message=r,delete t.Message,t}});var It,cg=p(()=>{It=t=>{switch(t){case"standard":return{retryMode:"standard",connectionTimeout:3100};case"in-region":return{retryMode:"standard",connectionTimeout:1100};case"cross-region":return{retryMode:"standard",connectionTimeout:3100};case"mobile":return{retryMode:"standard",connectionTimeout:3e4};default:return{}}}});var pg,At,lg=p(()=>{pg=!1,At=t=>{t&&!pg&&parseInt(t.substring(1,t.indexOf(".")))<16&&(pg=!0)}});var ug,dg,mg,fg=p(()=>{q();tr();ug=Object.values(ur),dg=t=>{let e=[];for(let r in ur){if(!I(ur,r))continue;let o=ur[r];t[o]!==void 0&&e.push({algorithmId:()=>o,checksumConstructor:()=>t[o]})}for(let[r,o]of Object.entries(t.checksumAlgorithms??{}))e.push({algorithmId:()=>r,checksumConstructor:()=>o});return{addChecksumAlgorithm(r){t.checksumAlgorithms=t.checksumAlgorithms??{};let o=r.algorithmId(),s=r.checksumConstructor();ug.includes(o)?t.checksumAlgorithms[o.toUpperCase()]=s:t.checksumAlgorithms[o]=s,e.push(r)},checksumAlgorithms(){return e}}},mg=t=>{let e={};return t.checksumAlgorithms().forEach(r=>{let o=r.algorithmId();ug.includes(o)&&(e[o]=r.checksumConstructor())}),e}});var hg,gg,yg=p(()=>{hg=t=>({setRetryStrategy(e){t.retryStrategy=e},retryStrategy(){return t.retryStrategy}}),gg=t=>{let e={};return e.retryStrategy=t.retryStrategy(),e}});var Ct,bt,Sg=p(()=>{fg();yg();Ct=t=>Object.assign(dg(t),hg(t)),bt=t=>Object.assign(mg(t),gg(t))});var li,Eg=p(()=>{q();li=t=>{let e="#text";for(let r in t)I(t,r)&&(t[r][e]!==void 0?t[r]=t[r][e]:typeof t[r]=="object"&&t[r]!==null&&(t[r]=li(t[r])));return t}});var $e,xg=p(()=>{$e=class{trace(){}debug(){}info(){}warn(){}error(){}}});function vt(t,e,r,o){return function(n,i,a,c,l={}){let u=Object.assign({},t,n);return ct.classBuilder().ep(u).m(function(d,m,f,h){let y=i.call(this,d,m,f,h);return y.unshift(o(f,d.getEndpointParameterInstructions())),y}).s(e,a,l).n(r,a.charAt(0).toUpperCase()+a.slice(1)+"Command").sc(c).build()}}var Rg=p(()=>{Al()});var O=p(()=>{q();q();Wh();Al();ig();cg();lg();ag();Sg();Eg();xg();Rg()});var _g,Cl,bl,wg,Tg,Ig,Ag,Cg,bg,vl=p(()=>{_g="AWS_EXECUTION_ENV",Cl="AWS_REGION",bl="AWS_DEFAULT_REGION",wg="AWS_EC2_METADATA_DISABLED",Tg=["in-region","cross-region","mobile","standard","legacy"],Ig="/latest/meta-data/placement/region",Ag="/latest/api/token",Cg="x-aws-ec2-metadata-token",bg="x-aws-ec2-metadata-token-ttl-seconds"});var vg,Hb,Og,ui,Pg,Bb,Ng,Pl=p(()=>{vl();vg=1e3,Hb=6e4,Og=0,ui=async()=>{if(!process.env[wg]&&!(Date.now()<Og))try{let t=Bb(),e=(await Ng({...t,path:Ag,method:"PUT",headers:{[bg]:"21600"}})).toString();return(await Ng({...t,path:Ig,method:"GET",headers:{[Cg]:e}})).toString().trim()||Pg()}catch{return Pg()}},Pg=()=>{Og=Date.now()+Hb},Bb=()=>{let t=process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT;if(t){let e=new URL(t);return{hostname:e.hostname.replace(/^\[(.+)]$/,"$1"),port:e.port?Number(e.port):void 0}}return process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE==="IPv6"?{hostname:"fd00:ec2::254"}:{hostname:"169.254.169.254"}},Ng=async t=>{let{request:e}=await Promise.resolve().then(()=>xr(require("http")));return new Promise((r,o)=>{let s=e({hostname:t.hostname,port:t.port,path:t.path,method:t.method,headers:t.headers,timeout:vg,signal:AbortSignal.timeout(vg)});s.on("error",n=>{o(n),s.destroy()}),s.on("timeout",()=>{o(new Error("TimeoutError from instance metadata service")),s.destroy()}),s.on("response",n=>{let{statusCode:i=400}=n;if(i<200||i>=300){o(Object.assign(new Error("Error response received from instance metadata service"),{statusCode:i})),s.destroy();return}let a=[];n.on("data",c=>a.push(c)),n.on("end",()=>{r(Buffer.concat(a)),s.destroy()})}),s.end()})}});var Dg,kg,Ue,rt,Nl=p(()=>{Pl();Dg="AWS_REGION",kg="region",Ue={environmentVariableSelector:t=>t[Dg],configFileSelector:t=>t[kg],default:async()=>{let t=await ui();if(t)return t;throw new Error("Region is missing")}},rt={preferredFile:"credentials"}});var Lg,$g,Ug=p(()=>{q();Lg=new Set,$g=(t,e=rr)=>{if(!Lg.has(t)&&!e(t))if(t==="*")console.warn('@smithy/config-resolver WARN - Please use the caller region instead of "*". See "sigv4a" in https://github.com/aws/aws-sdk-js-v3/blob/main/supplemental-docs/CLIENTS.md.');else throw new Error(`Region not accepted: region="${t}" is not a valid hostname component.`);else Lg.add(t)}});var di,Ol=p(()=>{di=t=>typeof t=="string"&&(t.startsWith("fips-")||t.endsWith("-fips"))});var Fg,Mg=p(()=>{Ol();Fg=t=>di(t)?["fips-aws-global","aws-fips"].includes(t)?"us-east-1":t.replace(/fips-(dkr-|prod-)?|-fips/,""):t});var Pt,Hg=p(()=>{Ug();Mg();Ol();Pt=t=>{let{region:e,useFipsEndpoint:r}=t;if(!e)throw new Error("Region is missing");return Object.assign(t,{region:async()=>{let o=typeof e=="function"?await e():e,s=Fg(o);return $g(s),s},useFipsEndpoint:async()=>{let o=typeof e=="string"?e:await e();return di(o)?!0:typeof r!="function"?Promise.resolve(!!r):r()}})}});var zb,jb,Bg,zg=p(()=>{zb="AWS_DEFAULTS_MODE",jb="defaults_mode",Bg={environmentVariableSelector:t=>t[zb],configFileSelector:t=>t[jb],default:"legacy"}});var Nt,Vb,Gb,jg=p(()=>{Nl();Pl();yl();il();vl();zg();Nt=({region:t=T(Ue),defaultsMode:e=T(Bg)}={})=>Yn(async()=>{let r=typeof e=="function"?await e():e;switch(r==null?void 0:r.toLowerCase()){case"auto":return Vb(t);case"in-region":case"cross-region":case"mobile":case"standard":case"legacy":return Promise.resolve(r==null?void 0:r.toLocaleLowerCase());case void 0:return Promise.resolve("legacy");default:throw new Error(`Invalid parameter for "defaultsMode", expect ${Tg.join(", ")}, got ${r}`)}}),Vb=async t=>{if(t){let e=typeof t=="function"?await t():t,r=await Gb();return r?e===r?"in-region":"cross-region":"standard"}return"standard"},Gb=async()=>process.env[_g]&&(process.env[Cl]||process.env[bl])?process.env[Cl]??process.env[bl]:ui()});var k=p(()=>{fs();Jn();ph();nl();Qn();Zn();cl();pl();ll();bh();Nh();Oh();yl();Bh();Vh();Nl();Hg();jg()});var Vg,Gg,qg,Wg=p(()=>{Vg="AWS_ENDPOINT_URL",Gg="endpoint_url",qg=t=>({environmentVariableSelector:e=>{let r=t.split(" ").map(n=>n.toUpperCase()),o=e[[Vg,...r].join("_")];if(o)return o;let s=e[Vg];if(s)return s},configFileSelector:(e,r)=>{if(e.services){let s=["services",e.services].join(".");if(!r||!r[s])throw new Error(`The services section "${e.services}" specified in the profile is not present in the shared configuration file.`);let n=r[s],i=t.split(" ").map(c=>c.toLowerCase()),a=n[[i.join("_"),Gg].join(".")];if(a)return a}let o=e[Gg];if(o)return o},default:void 0})});var qb,Wb,Kg,Xg=p(()=>{k();qb="AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",Wb="ignore_configured_endpoint_urls",Kg={environmentVariableSelector:t=>et(t,qb,ke.ENV),configFileSelector:t=>et(t,Wb,ke.CONFIG),default:!1}});var As,Jg=p(()=>{k();Wg();Xg();As=async t=>{if(!await T(Kg)())return T(qg(t??""))()}});var Dl,Kb,Xb,Jb,Yg,Qg,Zg=p(()=>{Dl=async t=>{let e=(t==null?void 0:t.Bucket)||"";if(typeof t.Bucket=="string"&&(t.Bucket=e.replace(/#/g,encodeURIComponent("#")).replace(/\?/g,encodeURIComponent("?"))),Qg(e)){if(t.ForcePathStyle===!0)throw new Error("Path-style addressing cannot be used with ARN buckets")}else(!Yg(e)||e.indexOf(".")!==-1&&!String(t.Endpoint).startsWith("http:")||e.toLowerCase()!==e||e.length<3)&&(t.ForcePathStyle=!0);return t.DisableMultiRegionAccessPoints&&(t.disableMultiRegionAccessPoints=!0,t.DisableMRAP=!0),t},Kb=/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,Xb=/(\d+\.){3}\d+/,Jb=/\.\./,Yg=t=>Kb.test(t)&&!Xb.test(t)&&!Jb.test(t),Qg=t=>{let[e,r,o,,,s]=t.split(":"),n=e==="arn"&&t.split(":").length>=6,i=!!(n&&r&&o&&s);if(n&&!i)throw new Error(`Invalid ARN: ${t} was an invalid ARN.`);return i}});var ey=p(()=>{Zg()});var ty,ry=p(()=>{ty=(t,e,r,o=!1)=>{let s=async()=>{let n;if(o){let i=r.clientContextParams;n=(i==null?void 0:i[t])??r[t]??r[e]}else n=r[t]??r[e];return typeof n=="function"?n():n};return t==="credentialScope"||e==="CredentialScope"?async()=>{let n=typeof r.credentials=="function"?await r.credentials():r.credentials;return(n==null?void 0:n.credentialScope)??(n==null?void 0:n.CredentialScope)}:t==="accountId"||e==="AccountId"?async()=>{let n=typeof r.credentials=="function"?await r.credentials():r.credentials;return(n==null?void 0:n.accountId)??(n==null?void 0:n.AccountId)}:t==="endpoint"||e==="endpoint"?async()=>{if(r.isCustomEndpoint===!1)return;let n=await s();if(n&&typeof n=="object"){if("url"in n)return n.url.href;if("hostname"in n){let{protocol:i,hostname:a,port:c,path:l}=n;return`${i}//${a}${c?":"+c:""}${l}`}}return n}:s}});var kl=p(()=>{q()});function mi(t){return async(e,r,o,s)=>{var a,c;if(!o.isCustomEndpoint&&!o.ignoreConfiguredEndpointUrls){let l;o.serviceConfiguredEndpoint?l=await o.serviceConfiguredEndpoint():l=await t(o.serviceId),l&&(o.endpoint=()=>Promise.resolve(Rr(l)),o.isCustomEndpoint=!0,(c=(a=s==null?void 0:s.logger)==null?void 0:a.debug)==null||c.call(a,`@smithy/core/endpoints - resolved endpoint from config: ${l}`))}let n=await fi(e,r,o);if(typeof o.endpointProvider!="function")throw new Error("config.endpointProvider is not set.");let i=o.endpointProvider(n,s);if(o.isCustomEndpoint&&o.endpoint){let l=await o.endpoint();if(l!=null&&l.headers){i.headers??(i.headers={});for(let[u,d]of Object.entries(l.headers))i.headers[u]=Array.isArray(d)?d:[d]}}return i}}var fi,hi=p(()=>{ey();ry();kl();fi=async(t,e,r)=>{var n;let o={},s=((n=e==null?void 0:e.getEndpointParameterInstructions)==null?void 0:n.call(e))||{};for(let[i,a]of Object.entries(s))switch(a.type){case"staticContextParams":o[i]=a.value;break;case"contextParams":o[i]=t[a.name];break;case"clientContextParams":case"builtInParams":o[i]=await ty(a.name,i,r,a.type!=="builtInParams")();break;case"operationContextParams":o[i]=a.get(t);break;default:throw new Error("Unrecognized endpoint parameter instruction: "+JSON.stringify(a))}return Object.keys(s).length===0&&Object.assign(o,r),String(r.serviceId).toLowerCase()==="s3"&&await Dl(o),o}});function Yb(t,e,r){t.__smithy_context?t.__smithy_context.features||(t.__smithy_context.features={}):t.__smithy_context={features:{}},t.__smithy_context.features[e]=r}function gi(t){let e=mi(t);return({config:r,instructions:o})=>(s,n)=>async i=>{var l,u,d;r.isCustomEndpoint&&Yb(n,"ENDPOINT_OVERRIDE","N");let a=await e(i.input,{getEndpointParameterInstructions(){return o}},{...r},n);n.endpointV2=a,n.authSchemes=(l=a.properties)==null?void 0:l.authSchemes;let c=(u=n.authSchemes)==null?void 0:u[0];if(c){n.signing_region=c.signingRegion,n.signing_service=c.signingName;let m=re(n),f=(d=m==null?void 0:m.selectedHttpAuthScheme)==null?void 0:d.httpAuthOption;f&&(f.signingProperties=Object.assign(f.signingProperties||{},{signing_region:c.signingRegion,signingRegion:c.signingRegion,signing_service:c.signingName,signingName:c.signingName,signingRegionSet:c.signingRegionSet},c.properties))}return s({...i})}}var Ll=p(()=>{q();hi()});function oy(t){let e=gi(t);return(r,o)=>({applyToStack:s=>{s.addRelativeTo(e({config:r,instructions:o}),Zb)}})}var Qb,Zb,sy=p(()=>{Ll();Qb={name:"serializerMiddleware",step:"serialize",tags:["SERIALIZER"],override:!0},Zb={step:"serialize",tags:["ENDPOINT_PARAMETERS","ENDPOINT_V2","ENDPOINT"],name:"endpointV2Middleware",override:!0,relation:"before",toMiddleware:Qb.name}});function ny(t){return e=>{let r=e.tls??!0,{endpoint:o,useDualstackEndpoint:s,useFipsEndpoint:n}=e,i=o!=null?async()=>Rr(await W(o)()):void 0,c=Object.assign(e,{endpoint:i,tls:r,isCustomEndpoint:!!o,useDualstackEndpoint:W(s??!1),useFipsEndpoint:W(n??!1),ignoreConfiguredEndpointUrls:!!e.ignoreConfiguredEndpointUrls}),l;return c.serviceConfiguredEndpoint=async()=>(e.serviceId&&!l&&(l=t(e.serviceId)),l),c}}var iy=p(()=>{q();kl()});var ot,ay=p(()=>{ot=class t{nodes;root;conditions;results;constructor(e,r,o,s){this.nodes=e,this.root=r,this.conditions=o,this.results=s}static from(e,r,o,s){return new t(e,r,o,s)}}});var st,cy=p(()=>{st=class{capacity;data=new Map;parameters=[];constructor({size:e,params:r}){this.capacity=e??50,r&&(this.parameters=r)}get(e,r){let o=this.hash(e);if(o===!1)return r();if(!this.data.has(o)){if(this.data.size>this.capacity+10){let s=this.data.keys(),n=0;for(;;){let{value:i,done:a}=s.next();if(this.data.delete(i),a||++n>10)break}}this.data.set(o,r())}return this.data.get(o)}size(){return this.data.size}hash(e){let r="",{parameters:o}=this;if(o.length===0)return!1;for(let s of o){let n=e[s],i=n==null?"\0":String(n);if(i.includes("|;"))return!1;r+=i+"|;"}return r}}});var ie,py=p(()=>{ie=class extends Error{constructor(e){super(e),this.name="EndpointError"}}});var hr=p(()=>{py()});var $l,ly=p(()=>{$l="endpoints"});function Do(t){return typeof t!="object"||t==null?t:"ref"in t?`$${Do(t.ref)}`:"fn"in t?`${t.fn}(${(t.argv||[]).map(Do).join(", ")})`:JSON.stringify(t,null,2)}var uy=p(()=>{});var dy=p(()=>{ly();uy()});var Fe,Ul=p(()=>{Fe={}});var Fl,my=p(()=>{Fl=(t,e)=>t===e});function Ml(...t){for(let e of t)if(e!=null)return e}var fy=p(()=>{});var hy,gy=p(()=>{hr();hy=t=>{let e=t.split("."),r=[];for(let o of e){let s=o.indexOf("[");if(s!==-1){if(o.indexOf("]")!==o.length-1)throw new ie(`Path: '${t}' does not end with ']'`);let n=o.slice(s+1,-1);if(Number.isNaN(parseInt(n)))throw new ie(`Invalid array index: '${n}' in path: '${t}'`);s!==0&&r.push(o.slice(0,s)),r.push(n)}else r.push(o)}return r}});var Cs,yy=p(()=>{hr();gy();Cs=(t,e)=>hy(e).reduce((r,o)=>{if(typeof r!="object")throw new ie(`Index '${o}' in '${e}' not found in '${JSON.stringify(t)}'`);if(Array.isArray(r)){let s=parseInt(o);return r[s<0?r.length+s:s]}return r[o]},t)});var Hl,Sy=p(()=>{Hl=t=>t!=null});function Bl(t,e,r){return t?e:r}var Ey=p(()=>{});var zl,xy=p(()=>{zl=t=>!t});var ev,ko,jl=p(()=>{ev=new RegExp("^(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]\\d|\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]\\d|\\d)){3}$"),ko=t=>ev.test(t)||t.startsWith("[")&&t.endsWith("]")});var Vl,Gl,Ry=p(()=>{tr();jl();Vl={[Wr.HTTP]:80,[Wr.HTTPS]:443},Gl=t=>{let e=(()=>{try{if(t instanceof URL)return t;if(typeof t=="object"&&"hostname"in t){let{hostname:m,port:f,protocol:h="",path:y="",query:g={}}=t,S=new URL(`${h}//${m}${f?`:${f}`:""}${y}`);return S.search=Object.entries(g).map(([R,x])=>`${R}=${x}`).join("&"),S}return new URL(t)}catch{return null}})();if(!e)return console.error(`Unable to parse ${JSON.stringify(t)} as a whatwg URL.`),null;let r=e.href,{host:o,hostname:s,pathname:n,protocol:i,search:a}=e;if(a)return null;let c=i.slice(0,-1);if(!Object.values(Wr).includes(c))return null;let l=ko(s),u=r.includes(`${o}:${Vl[c]}`)||typeof t=="string"&&t.includes(`${o}:${Vl[c]}`),d=`${o}${u?`:${Vl[c]}`:""}`;return{scheme:c,authority:d,path:n,normalizedPath:n.endsWith("/")?n:`${n}/`,isIp:l}}});function ql(t,e,r){if(r===1)return[t];if(t==="")return[""];let o=t.split(e);return r===0?o:o.slice(0,r-1).concat(o.slice(1).join(e))}var _y=p(()=>{});var Wl,wy=p(()=>{Wl=(t,e)=>t===e});var Kl,Ty=p(()=>{Kl=(t,e,r,o)=>t==null||e>=r||t.length<r||/[^\u0000-\u007f]/.test(t)?null:o?t.substring(t.length-r,t.length-e):t.substring(e,r)});var Xl,Iy=p(()=>{Xl=t=>encodeURIComponent(t).replace(/[!*'()]/g,e=>`%${e.charCodeAt(0).toString(16).toUpperCase()}`)});var Jl=p(()=>{my();fy();yy();Sy();q();Ey();xy();Ry();_y();wy();Ty();Iy()});var Ay,Cy=p(()=>{Jl();Ay={booleanEquals:Fl,coalesce:Ml,getAttr:Cs,isSet:Hl,isValidHostLabel:rr,ite:Bl,not:zl,parseURL:Gl,split:ql,stringEquals:Wl,substring:Kl,uriEncode:Xl}});var yi,Yl=p(()=>{Jl();yi=(t,e)=>{let r=[],{referenceRecord:o,endpointParams:s}=e,n=0;for(;n<t.length;){let i=t.indexOf("{",n);if(i===-1){r.push(t.slice(n));break}r.push(t.slice(n,i));let a=t.indexOf("}",i);if(a===-1){r.push(t.slice(i));break}t[i+1]==="{"&&t[a+1]==="}"&&(r.push(t.slice(i+1,a)),n=a+2);let c=t.substring(i+1,a);if(c.includes("#")){let[l,u]=c.split("#");r.push(Cs(o[l]??s[l],u))}else r.push(o[c]??s[c]);n=a+1}return r.join("")}});var by,vy=p(()=>{by=({ref:t},e)=>e.referenceRecord[t]??e.endpointParams[t]});var Qr,Si,Py,bs=p(()=>{hr();Ul();Cy();Yl();vy();Qr=(t,e,r)=>{if(typeof t=="string")return yi(t,r);if(t.fn)return Py.callFunction(t,r);if(t.ref)return by(t,r);throw new ie(`'${e}': ${String(t)} is not a string, function or reference.`)},Si=({fn:t,argv:e},r)=>{let o=Array(e.length);for(let i=0;i<o.length;++i){let a=e[i];typeof a=="boolean"||typeof a=="number"?o[i]=a:o[i]=Py.evaluateExpression(a,"arg",r)}let s=t.indexOf(".");if(s!==-1){let i=Fe[t.slice(0,s)],a=i==null?void 0:i[t.slice(s+1)];if(typeof a=="function")return a(...o)}let n=Ay[t];if(typeof n=="function")return n(...o);throw new Error(`function ${t} not loaded in endpointFunctions.`)},Py={evaluateExpression:Qr,callFunction:Si}});var Ny=p(()=>{bs()});var Oy,Dy=p(()=>{dy();hr();Ny();Oy=(t,e)=>{var n,i;let{assign:r}=t;if(r&&r in e.referenceRecord)throw new ie(`'${r}' is already defined in Reference Record.`);let o=Si(t,e);(i=(n=e.logger)==null?void 0:n.debug)==null||i.call(n,`${$l} evaluateCondition: ${Do(t)} = ${Do(o)}`);let s=o===""?!0:!!o;return r!=null?{result:s,toAssign:{name:r,value:o}}:{result:s}}});var ky,Ly=p(()=>{hr();bs();ky=(t,e)=>Object.entries(t??{}).reduce((r,[o,s])=>(r[o]=s.map(n=>{let i=Qr(n,"Header value entry",e);if(typeof i!="string")throw new ie(`Header '${o}' value '${i}' is not a string`);return i}),r),{})});var Ql,$y,Uy,Fy=p(()=>{hr();Yl();Ql=(t,e)=>Object.entries(t).reduce((r,[o,s])=>(r[o]=Uy.getEndpointProperty(s,e),r),{}),$y=(t,e)=>{if(Array.isArray(t))return t.map(r=>$y(r,e));switch(typeof t){case"string":return yi(t,e);case"object":if(t===null)throw new ie(`Unexpected endpoint property: ${t}`);return Uy.getEndpointProperties(t,e);case"boolean":return t;default:throw new ie(`Unexpected endpoint property type: ${typeof t}`)}},Uy={getEndpointProperty:$y,getEndpointProperties:Ql}});var My,Hy=p(()=>{hr();bs();My=(t,e)=>{let r=Qr(t,"Endpoint URL",e);if(typeof r=="string")try{return new URL(r)}catch(o){throw console.error(`Failed to construct URL with ${r}`,o),o}throw new ie(`Endpoint URL must be a string, got ${typeof r}`)}});var Zl,Ot,By=p(()=>{hr();Dy();bs();Ly();Fy();Hy();Zl=1e8,Ot=(t,e)=>{let{nodes:r,root:o,results:s,conditions:n}=t,i=o,a={},c={referenceRecord:a,endpointParams:e.endpointParams,logger:e.logger};for(;i!==1&&i!==-1&&i<Zl;){let l=3*(Math.abs(i)-1),[u,d,m]=[r[l],r[l+1],r[l+2]],[f,h,y]=n[u],g=Oy({fn:f,assign:y,argv:h},c);if(g.toAssign){let{name:S,value:R}=g.toAssign;a[S]=R}i=i>=0===g.result?d:m}if(i>=Zl){let l=s[i-Zl];if(l[0]===-1){let[,f]=l;throw new ie(Qr(f,"Error",c))}let[u,d,m]=l;return{url:My(u,c),properties:Ql(d,c),headers:ky(m??{},c)}}throw new ie("No matching endpoint.")}});var l4,sr,u4,nr,Y=p(()=>{Jg();hi();Ll();sy();iy();ay();cy();By();jl();q();Ul();hi();l4=mi(As),sr=ny(As),u4=gi(As),nr=oy(As)});var vs,Ei,xi=p(()=>{vs=t=>{var e;return typeof ReadableStream=="function"&&(((e=t==null?void 0:t.constructor)==null?void 0:e.name)===ReadableStream.name||t instanceof ReadableStream)},Ei=t=>{var e;return typeof Blob=="function"&&(((e=t==null?void 0:t.constructor)==null?void 0:e.name)===Blob.name||t instanceof Blob)}});var zy,jy=p(()=>{zy=t=>new TextEncoder().encode(t)});var Vy,_4,Gy,Ri,eu,qy,Wy=p(()=>{Vy="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",_4=Object.entries(Vy).reduce((t,[e,r])=>(t[r]=Number(e),t),{}),Gy=Vy.split(""),Ri=6,eu=8,qy=63});function Ky(t){let e;typeof t=="string"?e=zy(t):e=t;let r=typeof e=="object"&&typeof e.length=="number",o=typeof e=="object"&&typeof e.byteOffset=="number"&&typeof e.byteLength=="number";if(!r&&!o)throw new Error("@smithy/util-base64: toBase64 encoder function only accepts string | Uint8Array.");let s="";for(let n=0;n<e.length;n+=3){let i=0,a=0;for(let l=n,u=Math.min(n+3,e.length);l<u;l++)i|=e[l]<<(u-l-1)*eu,a+=eu;let c=Math.ceil(a/Ri);i<<=c*Ri-a;for(let l=1;l<=c;l++){let u=(c-l)*Ri;s+=Gy[(i&qy<<u)>>u]}s+="==".slice(0,4-c)}return s}var Xy=p(()=>{jy();Wy()});var Jy,Yy=p(()=>{Jy=t=>{if(typeof t=="string")return t;if(typeof t!="object"||typeof t.byteOffset!="number"||typeof t.byteLength!="number")throw new Error("@smithy/util-utf8: toUtf8 encoder function only accepts string | Uint8Array.");return new TextDecoder("utf-8").decode(t)}});async function tu(t){return t.arrayBuffer().then(e=>new Uint8Array(e))}async function ru(t){let e=[],r=t.getReader(),o=0;for(;;){let{done:s,value:n}=await r.read();if(n&&(e.push(n),o+=n.length),s)break}return Xn(e,o)}var Qy,ou=p(()=>{sl();xi();Qy=async t=>Ei(t)?tu(t):ru(t)});var Zy,tS,eS,rS=p(()=>{Xy();ol();Yy();ou();xi();Zy="The stream has already been transformed.",tS=t=>{var s,n;if(!eS(t)&&!vs(t)){let i=((n=(s=t==null?void 0:t.__proto__)==null?void 0:s.constructor)==null?void 0:n.name)||t;throw new Error(`Unexpected stream implementation, expect Blob or ReadableStream, got ${i}`)}let e=!1,r=async()=>{if(e)throw new Error(Zy);return e=!0,await Qy(t)},o=i=>{if(typeof i.stream!="function")throw new Error(`Cannot transform payload Blob to web stream. Please make sure the Blob.stream() is polyfilled.
If you are using React Native, this API is not yet supported, see: https://react-native.canny.io/feature-requests/p/fetch-streaming-body`);return i.stream()};return Object.assign(t,{transformToByteArray:r,transformToString:async i=>{let a=await r();if(i==="base64")return Ky(a);if(i==="hex")return oe(a);if(i===void 0||i==="utf8"||i==="utf-8")return Jy(a);if(typeof TextDecoder=="function")return new TextDecoder(i).decode(a);throw new Error("TextDecoder is not available, please make sure polyfill is provided.")},transformToWebStream:()=>{if(e)throw new Error(Zy);if(e=!0,eS(t))return o(t);if(vs(t))return t;throw new Error(`Cannot transform payload to web stream, got ${t}`)}})},eS=t=>typeof Blob=="function"&&t instanceof Blob});var oS,Ve,su,nu=p(()=>{oS=require("stream");sl();ou();xi();Ve=t=>Ei(t)?tu(t):vs(t)?ru(t):new Promise((e,r)=>{let o=new su,s=t;s.pipe(o),s.on("error",n=>{o.end(),r(n)}),o.on("error",r),o.on("finish",function(){let n=Xn(this.bufferedBytes);e(n)})}),su=class extends oS.Writable{bufferedBytes=[];_write(e,r,o){this.bufferedBytes.push(e),o()}}});var _i,sS,Ps,nS=p(()=>{_i=require("stream");Co();rS();nu();sS="The stream has already been transformed.",Ps=t=>{var o,s;if(!(t instanceof _i.Readable))try{return tS(t)}catch{let i=((s=(o=t==null?void 0:t.__proto__)==null?void 0:o.constructor)==null?void 0:s.name)||t;throw new Error(`Unexpected stream implementation, expect Stream.Readable instance, got ${i}`)}let e=!1,r=async()=>{if(e)throw new Error(sS);return e=!0,await Ve(t)};return Object.assign(t,{transformToByteArray:r,transformToString:async n=>{let i=await r();return n===void 0||Buffer.isEncoding(n)?Ao(i.buffer,i.byteOffset,i.byteLength).toString(n):new TextDecoder(n).decode(i)},transformToWebStream:()=>{if(e)throw new Error(sS);if(t.readableFlowing!==null)throw new Error("The stream has been consumed by other callbacks.");if(typeof _i.Readable.toWeb!="function")throw new Error("Readable.toWeb() is not supported. Please ensure a polyfill is available.");return e=!0,_i.Readable.toWeb(t)}})}});function gr(t){Object.defineProperty(t,"__proto__",{value:void 0,writable:!0,enumerable:!0,configurable:!0})}var iS=p(()=>{});var aS,Lo,tv,iu,$o,D=p(()=>{aS=require("crypto");Rf();_f();Tf();qn();If();Cf();Jf();Yf();Qf();th();rh();oh();nh();ol();ah();ch();Fp();nS();nu();q();iS();Lo=class extends wf(X,te,me,Se){},tv=aS.getRandomValues,iu=Af(tv),$o=iu});var be,Uo=p(()=>{D();be=async(t=new Uint8Array,e)=>{if(t instanceof Uint8Array)return Lo.mutate(t);if(!t)return Lo.mutate(new Uint8Array);let r=e.streamCollector(t);return Lo.mutate(await r)}});function Zr(t){return/^[\w.~-]+$/.test(t)?t:encodeURIComponent(t).replace(/[!'()*]/g,function(e){return"%"+e.charCodeAt(0).toString(16).toUpperCase()})}var au=p(()=>{});var Fo,Ee,rv,ov,sv,nv,wi,cS,eo=p(()=>{K();D();Fo=Symbol.for("@smithy/schema-x"),Ee=class t extends ${static identity=Symbol.for("@smithy/HttpBindingNormalizedSchema");identity=t.identity;bindings;constructor(e){super(e)}static of(e){let r=$.of(e);if(r.identity===t.identity)return r;let o=r.isMemberSchema()?r:r.getSchema(),s=typeof o=="object"&&o!==null?o:r;return s[Fo]??(s[Fo]=new t(r))}getHttpBindingLocation(e){return e.httpPayload?36:e.httpLabel?33:e.httpHeader?38:typeof e.httpPrefixHeaders=="string"?39:e.httpQuery?34:e.httpQueryParams?35:e.httpResponseCode?37:32}getHttpBindingValue(e,r,o=!1){let s=this.getSchema(),n=typeof s=="number"?s&255:this.isListSchema()?64:255,i=e&7,a=r.mediaType?r.mediaType==="application/json"||r.mediaType.endsWith("+json")?2:1:0,c=r.streaming||n===42?this.isStructSchema()?2:1:0,l=n>=4&&n<=7?i>=6?2:i>0&&i<4?1:0:0,u=n|a<<8|(r.idempotencyToken?1:0)<<10|c<<11|(r.sparse?1:0)<<13|l<<14|(r.hostLabel?1:0)<<17|(e===36&&typeof s!="object"?1:0)<<18,d=n&192,m=i&2&&(d===64||!o&&i&1)?this.getHttpBindingCollectionValue(e,r):void 0,f=((m==null?void 0:m[1])??0)&255;return u|=(i>=6&&(f===4||f===6)?1:0)<<16,[this,u,m]}getHttpBindingCollectionValue(e,r=this.getMergedTraits()){let o=t.of(this.getValueSchema());return o.getHttpBindingValue(e,{...o.getMergedTraits(),...r},!0)}getHttpBindings(){let e=this.getSchema();return typeof e!="object"||e===null?nv:this.bindings??(this.bindings=rv(this))}},rv=t=>{var f,h;let e=[],r=[],o=[],s=[],n=[],i={},a={},c=[],l={headers:a,prefixHeaders:c},u={request:{memberBindings:n,byName:i},response:{bodyMemberNames:e,bindings:l}},{request:d,response:m}=u;for(let[y,g]of t.structIterator()){let S=Ee.of(g),R=S.getMergedTraits(),x=S.getHttpBindingLocation(R),w=((f=R.httpHeader)==null?void 0:f.toLowerCase())??((h=R.httpPrefixHeaders)==null?void 0:h.toLowerCase())??R.httpQuery,N=S.getHttpBindingValue(x,R),L=[y,N,x,w];y==="__proto__"&&gr(i),i[y]=L,N[1]>>10&1&&(d.hasIdempotency=!0),n.push(L);let B=x&7;if(B===0&&(o.push(y),s.push(g)),(B&4)===0)e.push(y),r.push(g);else if((B&6)===4)if(B&1)l.statusCode=L;else{l.payload=L;let ne=N[1]&255;d.contentTypeInstruction=R.mediaType??(ne===0?"text/plain":ne===21||ne===42?"application/octet-stream":null)}else B&1?(d.hasPrefixHeaders=!0,c.push(L)):(w==="__proto__"&&gr(a),a[w]=L)}return d.contentTypeInstruction===void 0&&o.length&&(d.contentTypeInstruction=null),d.syntheticBodySchema=cS(t,o,s),m.syntheticBodySchema=cS(t,e,r),u},ov=t=>{let e=[],r=0;for(let o of t.matchAll(/\{([^{}+]+)(\+)?\}/g))o.index>r&&e.push([t.slice(r,o.index),0]),e.push([o[1],o[2]?2:1]),r=o.index+o[0].length;return e.length&&r<t.length&&e.push([t.slice(r),0]),e.length?e:void 0},sv=t=>{let{http:e,endpoint:r}=Tr(t.traits??{}),[o,s]=(e==null?void 0:e[1].split("?"))??[];return[e==null?void 0:e[0],o,s?[...new URLSearchParams(s)]:[],o?ov(o):void 0,r==null?void 0:r[0]]},nv={request:{memberBindings:[],byName:{}},response:{bodyMemberNames:[],bindings:{headers:{},prefixHeaders:[]}}},wi=t=>t[Fo]??(t[Fo]=sv(t)),cS=(t,e,r)=>{if(!e.length)return;let o=t.getSchema(),s=[3,o[1],o[2],t.getMergedTraits(),e,r],n=o[6],i=n&&e.reduce((a,c)=>a+(o[4].indexOf(c)<n?1:0),0);return i&&(s[6]=i),s}});var ir,Ns=p(()=>{ir=class{serdeContext;setSerdeContext(e){this.serdeContext=e}}});var pS,cu,Ti,lS=p(()=>{pS=new Uint32Array(256);for(let t=0;t<256;++t){let e=t;for(let r=0;r<8;++r)e=e&1?3988292384^e>>>1:e>>>1;pS[t]=e>>>0}cu=4294967295,Ti=class{digestLength=4;checksum=cu;update(e){for(let r=0;r<e.length;++r)this.checksum=this.checksum>>>8^pS[(this.checksum^e[r])&255]}digestSync(){return(this.checksum^cu)>>>0}async digest(){let e=this.digestSync(),r=new Uint8Array(4);return new DataView(r.buffer).setUint32(0,e,!1),r}reset(){this.checksum=cu}}});function iv(t){return class{digestLength=4;value=0;update(r){this.value=t(r,this.value)}digestSync(){return this.value>>>0}async digest(){let r=new Uint8Array(4);return new DataView(r.buffer).setUint32(0,this.digestSync(),!1),r}reset(){this.value=0}}}var pu,uS,Mo,dS=p(()=>{pu=xr(require("zlib"));lS();uS=typeof pu.crc32=="function"?pu.crc32:void 0,Mo=uS?iv(uS):Ti});var xe,mS,av,Ii,fS,cv,hS=p(()=>{D();xe=64,mS=32,av=2**53-1,Ii=class t{digestLength=mS;state=Int32Array.from(fS);w;buffer=new Uint8Array(64);bufferLength=0;bytesHashed=0;finished=!1;inner;outer;constructor(e){if(e){let r=t.normalizeKey(e);this.inner=new t,this.outer=new t;let{inner:o,outer:s}=this,n=new Uint8Array(xe*2);for(let i=0;i<xe;++i)n[i]=54^r[i],n[i+xe]=92^r[i];o.update(n.subarray(0,xe)),s.update(n.subarray(xe))}}update(e){if(this.finished)throw new Error("Attempted to update an already finished HMAC.");if(this.inner){this.inner.update(e);return}let r=Qe(e),o=0,{byteLength:s}=r;if(this.bytesHashed+=s,this.bytesHashed*8>av)throw new Error("Cannot hash more than 2^53 - 1 bits");for(;s>0;)this.buffer[this.bufferLength++]=r[o++],s--,this.bufferLength===xe&&(this.hashBuffer(),this.bufferLength=0)}async digest(){let{inner:e,outer:r}=this;if(e&&r){if(this.finished)throw new Error("Attempted to digest an already finished HMAC.");this.finished=!0;let o=e.digestSync();return r.update(o),r.digestSync()}return this.digestSync()}reset(){this.state=Int32Array.from(fS),this.buffer=new Uint8Array(64),this.bufferLength=0,this.bytesHashed=0}digestSync(){let e=this.state.slice(),r=this.buffer.slice(),o=this.bufferLength,s=this.bytesHashed*8,n=new DataView(r.buffer,r.byteOffset,r.byteLength);if(n.setUint8(o++,128),(o-1)%xe>=xe-8){for(let a=o;a<xe;++a)n.setUint8(a,0);this.hashBufferWith(e,r),o=0}for(let a=o;a<xe-8;++a)n.setUint8(a,0);n.setUint32(xe-8,Math.floor(s/4294967296),!1),n.setUint32(xe-4,s,!1),this.hashBufferWith(e,r);let i=new Uint8Array(mS);for(let a=0;a<8;++a)i[a*4]=e[a]>>>24&255,i[a*4+1]=e[a]>>>16&255,i[a*4+2]=e[a]>>>8&255,i[a*4+3]=e[a]>>>0&255;return i}static normalizeKey(e){let r=Qe(e);if(r.byteLength>xe){let o=new t;o.update(r);let s=o.digestSync(),n=new Uint8Array(xe);return n.set(s),n}if(r.byteLength<xe){let o=new Uint8Array(xe);return o.set(r),o}return r}hashBuffer(){this.hashBufferWith(this.state,this.buffer)}hashBufferWith(e,r){let o=this.w??(this.w=new Int32Array(64)),s=e[0],n=e[1],i=e[2],a=e[3],c=e[4],l=e[5],u=e[6],d=e[7];for(let m=0;m<xe;++m){if(m<16)o[m]=(r[m*4]&255)<<24|(r[m*4+1]&255)<<16|(r[m*4+2]&255)<<8|r[m*4+3]&255;else{let y=o[m-2],g=(y>>>17|y<<15)^(y>>>19|y<<13)^y>>>10;y=o[m-15];let S=(y>>>7|y<<25)^(y>>>18|y<<14)^y>>>3;o[m]=(g+o[m-7]|0)+(S+o[m-16]|0)}let f=(((c>>>6|c<<26)^(c>>>11|c<<21)^(c>>>25|c<<7))+(c&l^~c&u)|0)+(d+(cv[m]+o[m]|0)|0)|0,h=((s>>>2|s<<30)^(s>>>13|s<<19)^(s>>>22|s<<10))+(s&n^s&i^n&i)|0;d=u,u=l,l=c,c=a+f|0,a=i,i=n,n=s,s=f+h|0}e[0]+=s,e[1]+=n,e[2]+=i,e[3]+=a,e[4]+=c,e[5]+=l,e[6]+=u,e[7]+=d}},fS=new Int32Array([1779033703,3144134277,1013904242,2773480762,1359893119,2600822924,528734635,1541459225]),cv=new Int32Array([1116352408,1899447441,3049323471,3921009573,961987163,1508970993,2453635748,2870763221,3624381080,310598401,607225278,1426881987,1925078388,2162078206,2614888103,3248222580,3835390401,4022224774,264347078,604807628,770255983,1249150122,1555081692,1996064986,2554220882,2821834349,2952996808,3210313671,3336571891,3584528711,113926993,338241895,666307205,773529912,1294757372,1396182291,1695183700,1986661051,2177026350,2456956037,2730485921,2820302411,3259730800,3345764771,3516065817,3600352804,4094571909,275423344,430227734,506948616,659060556,883997877,958139571,1322822218,1537002063,1747873779,1955562222,2024104815,2227730452,2361852424,2428436474,2756734187,3204031479,3329325298])});function lv(){return class{digestLength=32;secret;hash;isHmac;finished=!1;constructor(e){this.secret=e,this.isHmac=!!e,this.hash=this.createHash()}update(e){if(this.finished)throw new Error("Attempted to update an already finished hash.");this.hash.update(e)}async digest(){let e;return this.isHmac?(this.finished=!0,e=this.hash.digest()):e=this.hash.copy().digest(),new Uint8Array(e.buffer,e.byteOffset,e.byteLength)}reset(){this.hash=this.createHash(),this.finished=!1}createHash(){return this.secret?(0,Os.createHmac)("sha256",uv(this.secret)):(0,Os.createHash)("sha256")}}}function uv(t){return typeof t=="string"?t:ArrayBuffer.isView(t)?Buffer.from(t.buffer,t.byteOffset,t.byteLength):Buffer.from(t)}var Os,pv,pt,gS=p(()=>{Os=require("crypto");hS();pv=(()=>{try{return(0,Os.createHash)("sha256"),!0}catch{return!1}})(),pt=pv?lv():Ii});var Ir=p(()=>{dS();gS()});function yS(t){for(let e=0;e<8;e++)t[e]^=255;for(let e=7;e>-1&&(t[e]++,t[e]===0);e--);}var Ar,lu=p(()=>{D();Ar=class t{bytes;constructor(e){if(this.bytes=e,e.byteLength!==8)throw new Error("Int64 buffers must be exactly 8 bytes")}static fromNumber(e){if(e>9223372036854776e3||e<-9223372036854776e3)throw new Error(`${e} is too large (or, if negative, too small) to represent as an Int64`);let r=new Uint8Array(8);for(let o=7,s=Math.abs(Math.round(e));o>-1&&s>0;o--,s/=256)r[o]=s;return e<0&&yS(r),new t(r)}valueOf(){let e=this.bytes.slice(0),r=e[0]&128;return r&&yS(e),parseInt(oe(e),16)*(r?-1:1)}toString(){return String(this.valueOf())}}});var Ho,SS,ES,dv,mv,fv,hv,gv,yv,Sv,Ev,xv,Ai,uu=p(()=>{q();D();lu();Ho=class{toUtf8;fromUtf8;constructor(e,r){this.toUtf8=e,this.fromUtf8=r}format(e){let r=[];for(let n in e){if(!I(e,n))continue;let i=this.fromUtf8(n);if(i.byteLength>255)throw new Error(`@smithy/core/event-streams - header name exceeds 255 bytes: ${i.byteLength}`);r.push(Uint8Array.from([i.byteLength]),i,this.formatHeaderValue(e[n]))}let o=new Uint8Array(r.reduce((n,i)=>n+i.byteLength,0)),s=0;for(let n of r)o.set(n,s),s+=n.byteLength;return o}formatHeaderValue(e){switch(e.type){case"boolean":return Uint8Array.from([e.value?0:1]);case"byte":return Uint8Array.from([2,e.value]);case"short":let r=new DataView(new ArrayBuffer(3));return r.setUint8(0,3),r.setInt16(1,e.value,!1),new Uint8Array(r.buffer);case"integer":let o=new DataView(new ArrayBuffer(5));return o.setUint8(0,4),o.setInt32(1,e.value,!1),new Uint8Array(o.buffer);case"long":let s=new Uint8Array(9);return s[0]=5,s.set(e.value.bytes,1),s;case"binary":if(e.value.byteLength>Ai)throw new Error(`@smithy/core/event-streams - header value (binary) exceeds ${Ai} bytes: ${e.value.byteLength}`);let n=new DataView(new ArrayBuffer(3+e.value.byteLength));n.setUint8(0,6),n.setUint16(1,e.value.byteLength,!1);let i=new Uint8Array(n.buffer);return i.set(e.value,3),i;case"string":let a=this.fromUtf8(e.value);if(a.byteLength>Ai)throw new Error(`@smithy/core/event-streams - header value (string) exceeds ${Ai} bytes: ${a.byteLength}`);let c=new DataView(new ArrayBuffer(3+a.byteLength));c.setUint8(0,7),c.setUint16(1,a.byteLength,!1);let l=new Uint8Array(c.buffer);return l.set(a,3),l;case"timestamp":let u=new Uint8Array(9);return u[0]=8,u.set(Ar.fromNumber(e.value.valueOf()).bytes,1),u;case"uuid":if(!xv.test(e.value))throw new Error(`Invalid UUID received: ${e.value}`);let d=new Uint8Array(17);return d[0]=9,d.set(ms(e.value.replace(/-/g,"")),1),d}}parse(e){let r={},o=0;for(;o<e.byteLength;){let s=e.getUint8(o++),n=this.toUtf8(new Uint8Array(e.buffer,e.byteOffset+o,s));switch(o+=s,e.getUint8(o++)){case 0:r[n]={type:ES,value:!0};break;case 1:r[n]={type:ES,value:!1};break;case 2:r[n]={type:dv,value:e.getInt8(o++)};break;case 3:r[n]={type:mv,value:e.getInt16(o,!1)},o+=2;break;case 4:r[n]={type:fv,value:e.getInt32(o,!1)},o+=4;break;case 5:r[n]={type:hv,value:new Ar(new Uint8Array(e.buffer,e.byteOffset+o,8))},o+=8;break;case 6:let i=e.getUint16(o,!1);o+=2,r[n]={type:gv,value:new Uint8Array(e.buffer,e.byteOffset+o,i)},o+=i;break;case 7:let a=e.getUint16(o,!1);o+=2,r[n]={type:yv,value:this.toUtf8(new Uint8Array(e.buffer,e.byteOffset+o,a))},o+=a;break;case 8:r[n]={type:Sv,value:new Date(new Ar(new Uint8Array(e.buffer,e.byteOffset+o,8)).valueOf())},o+=8;break;case 9:let c=new Uint8Array(e.buffer,e.byteOffset+o,16);o+=16,r[n]={type:Ev,value:`${oe(c.subarray(0,4))}-${oe(c.subarray(4,6))}-${oe(c.subarray(6,8))}-${oe(c.subarray(8,10))}-${oe(c.subarray(10))}`};break;default:throw new Error("Unrecognized header type tag")}}return r}};(function(t){t[t.boolTrue=0]="boolTrue",t[t.boolFalse=1]="boolFalse",t[t.byte=2]="byte",t[t.short=3]="short",t[t.integer=4]="integer",t[t.long=5]="long",t[t.byteArray=6]="byteArray",t[t.string=7]="string",t[t.timestamp=8]="timestamp",t[t.uuid=9]="uuid"})(SS||(SS={}));ES="boolean",dv="byte",mv="short",fv="integer",hv="long",gv="binary",yv="string",Sv="timestamp",Ev="uuid",xv=/^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/,Ai=32767});function RS({byteLength:t,byteOffset:e,buffer:r}){if(t<Rv)throw new Error("Provided message too short to accommodate event stream message overhead");let o=new DataView(r,e,t),s=o.getUint32(0,!1);if(t!==s)throw new Error("Reported message length does not match received message length");let n=o.getUint32(xS,!1),i=o.getUint32(Cr,!1),a=o.getUint32(t-to,!1),c=new Mo;if(c.update(new Uint8Array(r,e,Cr)),i!==c.digestSync())throw new Error(`The prelude checksum specified in the message (${i}) does not match the calculated CRC32 checksum (${c.digestSync()})`);if(c.update(new Uint8Array(r,e+Cr,t-(Cr+to))),a!==c.digestSync())throw new Error(`The message checksum (${c.digestSync()}) did not match the expected value of ${a}`);return{headers:new DataView(r,e+Cr+to,n),body:new Uint8Array(r,e+Cr+to+n,s-n-(Cr+to+to))}}var xS,Cr,to,Rv,_S=p(()=>{Ir();xS=4,Cr=xS*2,to=4,Rv=Cr+to*2});var Bo,du=p(()=>{Ir();uu();_S();Bo=class{headerMarshaller;messageBuffer;isEndOfStream;constructor(e,r){this.headerMarshaller=new Ho(e,r),this.messageBuffer=[],this.isEndOfStream=!1}feed(e){this.messageBuffer.push(this.decode(e))}endOfStream(){this.isEndOfStream=!0}getMessage(){let e=this.messageBuffer.pop(),r=this.isEndOfStream;return{getMessage(){return e},isEndOfStream(){return r}}}getAvailableMessages(){let e=this.messageBuffer;this.messageBuffer=[];let r=this.isEndOfStream;return{getMessages(){return e},isEndOfStream(){return r}}}encode({headers:e,body:r}){let o=this.headerMarshaller.format(e),s=o.byteLength+r.byteLength+16,n=new Uint8Array(s),i=new DataView(n.buffer,n.byteOffset,n.byteLength),a=new Mo;return i.setUint32(0,s,!1),i.setUint32(4,o.byteLength,!1),a.update(n.subarray(0,8)),i.setUint32(8,a.digestSync(),!1),n.set(o,12),n.set(r,o.byteLength+12),a.update(n.subarray(8,s-4)),i.setUint32(s-4,a.digestSync(),!1),n}decode(e){let{headers:r,body:o}=RS(e);return{headers:this.headerMarshaller.parse(r),body:o}}formatHeaders(e){return this.headerMarshaller.format(e)}}});var zo,mu=p(()=>{zo=class{options;constructor(e){this.options=e}[Symbol.asyncIterator](){return this.asyncIterator()}async*asyncIterator(){for await(let e of this.options.inputStream)yield this.options.decoder.decode(e)}}});var jo,fu=p(()=>{jo=class{options;constructor(e){this.options=e}[Symbol.asyncIterator](){return this.asyncIterator()}async*asyncIterator(){for await(let e of this.options.messageStream)yield this.options.encoder.encode(e);this.options.includeEndFrame&&(yield new Uint8Array(0))}}});var Vo,hu=p(()=>{Vo=class{options;constructor(e){this.options=e}[Symbol.asyncIterator](){return this.asyncIterator()}async*asyncIterator(){for await(let e of this.options.messageStream){let r=await this.options.deserializer(e);r!==void 0&&(yield r)}}}});var Go,gu=p(()=>{Go=class{options;constructor(e){this.options=e}[Symbol.asyncIterator](){return this.asyncIterator()}async*asyncIterator(){for await(let e of this.options.inputStream)yield this.options.serializer(e)}}});function Ci(t){let e=0,r=0,o=null,s=null,n=a=>{if(typeof a!="number")throw new Error("Attempted to allocate an event message where size was not a number: "+a);e=a,r=4,o=new Uint8Array(a),new DataView(o.buffer).setUint32(0,a,!1)},i=async function*(){let a=t[Symbol.asyncIterator]();for(;;){let{value:c,done:l}=await a.next();if(l){if(e)if(e===r)yield o;else throw new Error("Truncated event message received.");else return;return}let u=c.length,d=0;for(;d<u;){if(!o){let f=u-d;s||(s=new Uint8Array(4));let h=Math.min(4-r,f);if(s.set(c.slice(d,d+h),r),r+=h,d+=h,r<4)break;n(new DataView(s.buffer).getUint32(0,!1)),s=null}let m=Math.min(e-r,u-d);o.set(c.slice(d,d+m),r),r+=m,d+=m,e&&e===r&&(yield o,o=null,e=0,r=0)}}};return{[Symbol.asyncIterator]:i}}var yu=p(()=>{});function wS(t,e){let r=Ds(e.deserializer,e.toUtf8);return{[Symbol.asyncIterator]:async function*(){for await(let o of t){let s=e.eventStreamCodec.decode(o),n=await r(s);n!==void 0&&(yield n)}}}}function Ds(t,e){return async function(r){let{value:o}=r.headers[":message-type"];if(o==="error"){let s=new Error(r.headers[":error-message"].value||"UnknownError");throw s.name=r.headers[":error-code"].value,s}else if(o==="exception"){let s=r.headers[":exception-type"].value,n={[s]:r},i=await t(n);if(i.$unknown){let a=new Error(e(r.body));throw a.name=s,a}throw i[s]}else if(o==="event"){let s={[r.headers[":event-type"].value]:r},n=await t(s);return n.$unknown?void 0:n}else throw Error(`Unrecognizable event type: ${r.headers[":event-type"].value}`)}}var Su=p(()=>{});var ro,TS,Eu=p(()=>{du();mu();fu();hu();gu();yu();Su();ro=class{eventStreamCodec;utfEncoder;constructor({utf8Encoder:e,utf8Decoder:r}){this.eventStreamCodec=new Bo(e,r),this.utfEncoder=e}deserialize(e,r){let o=Ci(e);return new Vo({messageStream:new zo({inputStream:o,decoder:this.eventStreamCodec}),deserializer:Ds(r,this.utfEncoder)})}serialize(e,r){return new jo({messageStream:new Go({inputStream:e,serializer:r}),encoder:this.eventStreamCodec,includeEndFrame:!0})}},TS=t=>new ro(t)});async function*_v(t){let e=!1,r=!1,o=new Array;for(t.on("error",s=>{if(e||(e=!0),s)throw s}),t.on("data",s=>{o.push(s)}),t.on("end",()=>{e=!0});!r;){let s=await new Promise(n=>setTimeout(()=>n(o.shift()),0));s&&(yield s),r=e&&o.length===0}}var IS,ks,AS,CS=p(()=>{IS=require("stream");Eu();ks=class{universalMarshaller;constructor({utf8Encoder:e,utf8Decoder:r}){this.universalMarshaller=new ro({utf8Decoder:r,utf8Encoder:e})}deserialize(e,r){let o=typeof e[Symbol.asyncIterator]=="function"?e:_v(e);return this.universalMarshaller.deserialize(o,r)}serialize(e,r){return IS.Readable.from(this.universalMarshaller.serialize(e,r))}},AS=t=>new ks(t)});var bS,vS,PS=p(()=>{bS=t=>({[Symbol.asyncIterator]:async function*(){let e=t.getReader();try{for(;;){let{done:r,value:o}=await e.read();if(r)return;yield o}}finally{e.releaseLock()}}}),vS=t=>{let e=t[Symbol.asyncIterator]();return new ReadableStream({async pull(r){let{done:o,value:s}=await e.next();if(o)return r.close();r.enqueue(s)}})}});var NS,OS=p(()=>{NS=t=>Object.assign(t,{eventStreamMarshaller:t.eventStreamSerdeProvider(t)})});var bi,DS=p(()=>{q();K();D();bi=class{marshaller;serializer;deserializer;serdeContext;defaultContentType;compositeErrorRegistry;constructor({marshaller:e,serializer:r,deserializer:o,serdeContext:s,defaultContentType:n,compositeErrorRegistry:i}){this.marshaller=e,this.serializer=r,this.deserializer=o,this.serdeContext=s,this.defaultContentType=n,this.compositeErrorRegistry=i}async serializeEventStream({eventStream:e,requestSchema:r,initialRequest:o,initialMessageType:s}){let n=this.marshaller,i=r.getEventStreamMember(),a=r.getMemberSchema(i),c=this.serializer,l=this.defaultContentType,u=Symbol("initialRequestMarker"),d={async*[Symbol.asyncIterator](){if(o){let m={":event-type":{type:"string",value:s??"initial-request"},":message-type":{type:"string",value:"event"},":content-type":{type:"string",value:l}};c.write(r,o);let f=c.flush();yield{[u]:!0,headers:m,body:f}}for await(let m of e)yield m}};return n.serialize(d,m=>{if(m[u])return{headers:m.headers,body:m.body};let f="";for(let x in m)if(I(m,x)&&x!=="__type"){f=x;break}let{additionalHeaders:h,body:y,eventType:g,explicitPayloadContentType:S}=this.writeEventBody(f,a,m);return{headers:{":event-type":{type:"string",value:g},":message-type":{type:"string",value:"event"},":content-type":{type:"string",value:S??l},...h},body:y}})}async deserializeEventStream({response:e,responseSchema:r,initialResponseContainer:o,initialMessageType:s}){var f;let n=this.marshaller,i=r.getEventStreamMember(),c=r.getMemberSchema(i).getMemberSchemas(),l=Symbol("initialResponseMarker"),u=n.deserialize(e.body,async h=>{var S,R;let y="";for(let x in h)if(I(h,x)&&x!=="__type"){y=x;break}let g=h[y].body;if(y===(s??"initial-response")){let x=await this.deserializer.read(r,g);return delete x[i],{[l]:!0,...x}}else if(y in c){let x=c[y];if(x.isStructSchema()){let w={},N=!1;for(let[L,B]of x.structIterator()){let{eventHeader:ne,eventPayload:ze}=B.getMergedTraits();if(N=N||!!(ne||ze),ze)B.isBlobSchema()?w[L]=g:B.isStringSchema()?w[L]=(((S=this.serdeContext)==null?void 0:S.utf8Encoder)??X)(g):B.isStructSchema()&&(w[L]=await this.deserializer.read(B,g));else if(ne){let U=(R=h[y].headers[L])==null?void 0:R.value;U!=null&&(B.isNumericSchema()?U&&typeof U=="object"&&"bytes"in U?w[L]=BigInt(U.toString()):w[L]=Number(U):w[L]=U)}}return{[y]:await this.readEventMember(x,g,N,w)}}return{[y]:await this.deserializer.read(x,g)}}else return{$unknown:h}}),d=u[Symbol.asyncIterator](),m=await d.next();if(m.done)return u;if((f=m.value)!=null&&f[l]){if(!r)throw new Error("@smithy::core/protocols - initial-response event encountered in event stream but no response schema given.");for(let h in m.value)I(m.value,h)&&(o[h]=m.value[h])}return{async*[Symbol.asyncIterator](){var h;for((h=m==null?void 0:m.value)!=null&&h[l]||(yield m.value);;){let{done:y,value:g}=await d.next();if(y)break;yield g}}}}async readEventMember(e,r,o,s){var c,l;let n,i=e.getSchema();if(Array.isArray(i)&&i[0]===-3){let u=i[1],d=J.for(u);(c=this.compositeErrorRegistry)==null||c.copyFrom(d),n=(l=this.compositeErrorRegistry??d)==null?void 0:l.getErrorCtor(i)}let a=o?s:r.byteLength===0?{}:await this.deserializer.read(e,r);if(n){let u=a.message??a.Message??"Unknown",d={},m=e.getMergedTraits().error;return m&&(d.$fault=m),Object.assign(new n({}),d,{message:u},a)}return a}writeEventBody(e,r,o){var m;let s=this.serializer,n=e,i=null,a,c=r.getSchema()[4].includes(e),l={};if(c){let f=r.getMemberSchema(e);if(f.isStructSchema()){for(let[h,y]of f.structIterator()){let{eventHeader:g,eventPayload:S}=y.getMergedTraits();if(S)i=h;else if(g){let R=o[e][h],x="binary";y.isNumericSchema()?(-2)**31<=R&&R<=2**31-1?x="integer":x="long":y.isTimestampSchema()?x="timestamp":y.isStringSchema()?x="string":y.isBooleanSchema()&&(x="boolean"),R!=null&&(l[h]={type:x,value:R},delete o[e][h])}}if(i!==null){let h=f.getMemberSchema(i);h.isBlobSchema()?a="application/octet-stream":h.isStringSchema()&&(a="text/plain"),s.write(h,o[e][i])}else s.write(f,o[e])}else if(f.isUnitSchema())s.write(f,{});else throw new Error("@smithy/core/event-streams - non-struct member not supported in event stream union.")}else{let[f,h]=o[e];n=f,s.write(15,h)}let u=s.flush()??new Uint8Array;return{body:typeof u=="string"?(((m=this.serdeContext)==null?void 0:m.utf8Decoder)??te)(u):u,eventType:n,explicitPayloadContentType:a,additionalHeaders:l}}}});var kS={};je(kS,{EventStreamCodec:()=>Bo,EventStreamMarshaller:()=>ks,EventStreamSerde:()=>bi,HeaderMarshaller:()=>Ho,Int64:()=>Ar,MessageDecoderStream:()=>zo,MessageEncoderStream:()=>jo,SmithyMessageDecoderStream:()=>Vo,SmithyMessageEncoderStream:()=>Go,UniversalEventStreamMarshaller:()=>ro,eventStreamSerdeProvider:()=>AS,getChunkedStream:()=>Ci,getMessageUnmarshaller:()=>Ds,getUnmarshalledStream:()=>wS,iterableToReadableStream:()=>vS,readableStreamToIterable:()=>bS,resolveEventStreamSerdeConfig:()=>NS,universalEventStreamSerdeProvider:()=>TS});var LS=p(()=>{du();uu();lu();mu();fu();hu();gu();CS();PS();Eu();yu();Su();OS();DS()});var qo,xu=p(()=>{q();K();Ns();eo();qo=class extends ir{options;compositeErrorRegistry;constructor(e){super(),this.options=e,this.compositeErrorRegistry=new J(e.defaultNamespace);for(let r of e.errorTypeRegistries??[])this.compositeErrorRegistry.copyFrom(r)}getRequestType(){return V}getResponseType(){return Oe}setSerdeContext(e){this.serdeContext=e,this.serializer.setSerdeContext(e),this.deserializer.setSerdeContext(e),this.getPayloadCodec()&&this.getPayloadCodec().setSerdeContext(e)}updateServiceEndpoint(e,r){if("url"in r){e.protocol=r.url.protocol,e.hostname=r.url.hostname,e.port=r.url.port?Number(r.url.port):void 0,e.path=r.url.pathname,e.fragment=r.url.hash||void 0,e.username=r.url.username||void 0,e.password=r.url.password||void 0,e.query||(e.query={});for(let[o,s]of r.url.searchParams.entries())e.query[o]=s;if(r.headers)for(let o in r.headers)I(r.headers,o)&&(e.headers[o]=r.headers[o].join(", "));return e}else{if(e.protocol=r.protocol,e.hostname=r.hostname,e.port=r.port?Number(r.port):void 0,e.path=r.path,e.query={...r.query},r.headers)for(let o in r.headers)I(r.headers,o)&&(e.headers[o]=r.headers[o]);return e}}setHostPrefix(e,r,o,s=wi(r)){var a;if((a=this.serdeContext)!=null&&a.disableHostPrefix)return;let n=s[4];if(typeof n!="string")return;let i=n;for(let[c,[,l]]of Ee.of(r.input).getHttpBindings().request.memberBindings){if(!(l>>17&1))continue;let u=o[c];if(typeof u!="string")throw new Error(`@smithy/core/schema - ${c} in input must be a string as hostLabel.`);i=i.replace(`{${c}}`,u)}if(e.hostname=i+e.hostname,!Hp(e.hostname))throw new Error(`[${e.hostname}] is not a valid hostname.`)}deserializeMetadata(e){return{httpStatusCode:e.statusCode,requestId:e.headers["x-amzn-requestid"]??e.headers["x-amzn-request-id"]??e.headers["x-amz-request-id"],extendedRequestId:e.headers["x-amz-id-2"],cfId:e.headers["x-amz-cf-id"]}}resolveError(e,r,o){let s=[-3,"","Error",0,[],[],0],n;for(let i of o)for(let a of r)try{a==="*"?n=i.getSchema(e):n=i.getSchema(a+"#"+e);let c=i.getErrorCtor(n);if(c)return[n,c,"modeled"];{let l=i.getBaseException();if(l){let u=i.getErrorCtor(l);if(u)return[n,u,"synthetic"]}}}catch{}for(let i of o){let a=i.getBaseException();if(a){let c=i.getErrorCtor(a);if(c)return[a,c,"synthetic"]}}return[s,Error,"native"]}async serializeEventStream({eventStream:e,requestSchema:r,initialRequest:o}){return(await this.loadEventStreamCapability()).serializeEventStream({eventStream:e,requestSchema:r,initialRequest:o})}async deserializeEventStream({response:e,responseSchema:r,initialResponseContainer:o}){return(await this.loadEventStreamCapability()).deserializeEventStream({response:e,responseSchema:r,initialResponseContainer:o})}async loadEventStreamCapability(){let{EventStreamSerde:e,eventStreamSerdeProvider:r}=await Promise.resolve().then(()=>(LS(),kS)),o=this.resolveEventStreamMarshaller(r);return new e({marshaller:o,serializer:this.serializer,deserializer:this.deserializer,serdeContext:this.serdeContext,defaultContentType:this.getDefaultContentType(),compositeErrorRegistry:this.compositeErrorRegistry})}getDefaultContentType(){throw new Error(`@smithy/core/protocols - ${this.constructor.name} getDefaultContentType() implementation missing.`)}async deserializeHttpMessage(e,r,o,s,n){return[]}getEventStreamMarshaller(){let e=this.serdeContext;if(!e.eventStreamMarshaller)throw new Error("@smithy/core - HttpProtocol: eventStreamMarshaller missing in serdeContext.");return e.eventStreamMarshaller}resolveEventStreamMarshaller(e){let r=this.serdeContext;return r.eventStreamMarshaller?r.eventStreamMarshaller:e(this.serdeContext)}}});var Ls,$S=p(()=>{q();D();eo();xu();Uo();au();Ls=class extends qo{async serializeRequest(e,r,o){let s=r&&typeof r=="object"?r:{},n={},i={},a=await o.endpoint(),c=Ee.of(e==null?void 0:e.input),l=c.getHttpBindings().request,u=wi(e),d=new V({query:n,headers:i});if(a){this.updateServiceEndpoint(d,a),this.setHostPrefix(d,e,s,u);let[f,h,y]=u;if(f){d.method=f,d.path=d.path==="/"?h:d.path+h;for(let[g,S]of y)n[g]=S}}d.query=n;let m=this.serializeHttpBindings(s,d,l,u);return m&&(d.body=await this.serializeEventStream({eventStream:m,requestSchema:c})),d}serializeHttpBindings(e,r,o,s){let n=this.serializer,i=typeof n.writeCodec=="function"?n:void 0,a=r.query,c=r.headers,l=o.syntheticBodySchema,u=!1,d,m,f,h=Object.getOwnPropertyNames(e),y=Object.getPrototypeOf(e),g=(y===Object.prototype||y===null)&&!o.hasIdempotency&&!o.hasPrefixHeaders&&h.length*2<o.memberBindings.length,S=g?h.length:o.memberBindings.length;for(let w=0;w<S;++w){let N=g?I(o.byName,h[w])?o.byName[h[w]]:void 0:o.memberBindings[w];if(!N)continue;let L=N[1],B=N[0],ne=L[0],ze=L[1],U=L[2],Q=N[2],de=N[3],Z=e[B];if(!(Z==null&&!(ze>>10&1)))if(Q===36){let z=ze>>11&3;z?z===2?m=Z||void 0:d=Z:(i?i.writeCodec(ne,Z):n.write(ne,Z),d=n.flush())}else if(Q===33||Q===38){let z=this.serializeHttpValue(L,Z,Q,i);Q===33?(f??(f=Object.create(null)))[B]=z:c[de]=z}else if(Q===39)for(let z in Z){if(!I(Z,z))continue;let Ye=de+z;c[Ye.toLowerCase()]=this.serializeHttpValue(U,Z[z],38,i,i?U[0]:[U[0],{httpHeader:Ye}])}else(Q&62)===34?this.serializeQuery(L,Z,de,a,i):u=!0}let R=s[1],x=s[3];return R&&x&&r.path.endsWith(R)&&(r.path=r.path.slice(0,-R.length)+this.serializePath(x,f,o)),u&&l&&(i?i.writeCodec(l,e):n.write(l,e),d=n.flush()),r.body=d,m}serializeQuery(e,r,o,s,n){let[i,a,c]=e,l=n?void 0:i.getMergedTraits();if(o===void 0){for(let u in r)!I(r,u)||u in s||(n||Object.assign(c[0].getMergedTraits(),{...l,httpQuery:u,httpQueryParams:void 0}),this.serializeQuery(c,r[u],u,s,n));return}if((a&192)===64){let u=[];for(let d of r){let m=this.serializeHttpValue(c,d,34,n,n?c[0]:[c[0],l]);(a>>13&1||m!==void 0)&&u.push(m)}s[o]=u}else s[o]=this.serializeHttpValue(e,r,34,n,n?i:[i,l])}serializeHttpValue(e,r,o,s,n=e[0]){let i=e[1],a=i&255;return s&&!(i&1792)&&(a<=2||a===17||a===19)?String(r):(s?s.writeHttpBinding(e,r,o):this.serializer.write(n,r),this.serializer.flush())}serializePath(e,r,o){let s="";for(let[n,i]of e){if(i===0){s+=n;continue}let a=r==null?void 0:r[n];if(a===void 0){if(I(o.byName,n)&&o.byName[n][2]===33)throw new Error(`No value provided for input HTTP label: ${n}.`);s+=`{${n}${i===2?"+":""}}`}else s+=i===2?a.split("/").map(Zr).join("/"):Zr(a)}return s}async deserializeResponse(e,r,o){let s=this.deserializer,n=typeof s.readCodec=="function"?s:void 0,i=Ee.of(e.output),a=i.getHttpBindings().response,c={};if(o.statusCode>=300){let u=await be(o.body,r);throw u.byteLength>0&&Object.assign(c,await s.read(15,u)),await this.handleError(e,r,o,c,this.deserializeMetadata(o)),new Error("@smithy/core/protocols - HTTP Protocol error handler failed to throw.")}let l=await this.deserializeHttpMessage(i,r,o,c);if(l.length){let u=await be(o.body,r);if(u.byteLength>0){let d=await(n?n.readCodec(a.syntheticBodySchema,u):s.read(a.syntheticBodySchema,u));for(let m of l)d[m]!=null&&(c[m]=d[m])}}else a.bindings.payload||await be(o.body,r);return c.$metadata=this.deserializeMetadata(o),c}async deserializeHttpMessage(e,r,o,s,n){let i=s instanceof Set?n:s,a=this.deserializer,c=typeof a.readCodec=="function"?a:void 0,l=Ee.of(e),{bodyMemberNames:u,bindings:{payload:d,statusCode:m,headers:f,prefixHeaders:h}}=l.getHttpBindings().response,y=o.headers;if(d){let[g,S]=d,[R,x]=S,w=x>>11&3;if(w)w===2?i[g]=await this.deserializeEventStream({response:o,responseSchema:l}):i[g]=Ps(o.body);else if(o.body){let N=await be(o.body,r);N.byteLength>0&&(i[g]=await(c?c.readPayload(S,N):a.read(R,N)))}}for(let g in y){if(!I(y,g))continue;let S=g.toLowerCase(),R=y[g];S!==g&&(delete y[g],y[S]=R);let x=I(f,S)?f[S]:void 0;if(!x)continue;let[w,[N,L,B],,ne]=x;if(B){let ze=L>>16&1?tl(R,",",2):ds(R),U=[];for(let Q of ze)U.push(c?c.readHttpBinding(B,Q.trim(),38):await a.read([B[0],{httpHeader:ne}],Q.trim()));i[w]=U}else i[w]=c?c.readHttpBinding(x[1],R,38):await a.read(N,R)}for(let[g,[,,S],,R]of h){i[g]={};for(let x in y){if(!I(y,x)||!x.startsWith(R))continue;let w=y[x];i[g][x.slice(R.length)]=c?c.readHttpBinding(S,w,38):await a.read([S[0],{httpHeader:x}],w)}}return m&&(i[m[0]]=o.statusCode),u}}});var oo,US=p(()=>{q();K();q();xu();Uo();oo=class extends qo{async serializeRequest(e,r,o){let s=this.serializer,n={},i={},a=await o.endpoint(),c=$.of(e==null?void 0:e.input),l=c.getSchema(),u,d=r&&typeof r=="object"?r:{},m=new V({protocol:"",hostname:"",port:void 0,path:"/",fragment:void 0,query:n,headers:i,body:void 0});if(a&&(this.updateServiceEndpoint(m,a),this.setHostPrefix(m,e,d)),d){let f=c.getEventStreamMember();if(f){if(d[f]){let h={};for(let[y]of c.structIterator())y!==f&&d[y]!=null&&(h[y]=d[y]);u=await this.serializeEventStream({eventStream:d[f],requestSchema:c,initialRequest:h})}}else s.write(l,d),u=s.flush()}return m.headers=Object.assign(m.headers,i),m.query=n,m.body=u,m.method="POST",m}async deserializeResponse(e,r,o){let s=this.deserializer,n=$.of(e.output),i={};if(this.isErrorResponse(o.statusCode)){let c=await be(o.body,r);throw c.byteLength>0&&Object.assign(i,await s.read(15,c)),await this.handleError(e,r,o,i,this.deserializeMetadata(o)),new Error("@smithy/core/protocols - RPC Protocol error handler failed to throw.")}for(let c in o.headers){if(!I(o.headers,c))continue;let l=o.headers[c];delete o.headers[c],o.headers[c.toLowerCase()]=l}let a=n.getEventStreamMember();if(a)i[a]=await this.deserializeEventStream({response:o,responseSchema:n,initialResponseContainer:i});else{let c=await be(o.body,r);c.byteLength>0&&Object.assign(i,await s.read(n,c))}return i.$metadata=this.deserializeMetadata(o),i}isErrorResponse(e){return e>=300}}});var so,Ru=p(()=>{D();eo();Ns();so=class extends ir{settings;constructor(e){super(),this.settings=e}read(e,r){let o=Ee.of(e),s=o.getMergedTraits(),n=o.getHttpBindingLocation(s);return this.readHttpBinding(o.getHttpBindingValue(n,s),r,n)}readHttpBinding([e,r,o],s,n){var a,c,l;let i=r&255;if((i&192)===64)return o??(o=e.getHttpBindingCollectionValue(n)),ds(s).map(u=>this.readHttpBinding(o,u,n));switch(i){case 21:case 42:return(((a=this.serdeContext)==null?void 0:a.base64Decoder)??Se)(s);case 4:case 5:case 6:case 7:{let u=this.settings.httpBindings?r>>14&3:0;switch(this.settings.timestampFormat.useTrait&&i>4?i:u?u+4:this.settings.timestampFormat.default){case 5:return Zp(s);case 6:return el(s);case 7:return Qp(s);default:return console.warn("Missing timestamp format, parsing value with Date constructor:",s),new Date(s)}}case 0:{let u=r>>8&3;if(!u)return s;let d=s;return(n&6)===6&&(d=(((c=this.serdeContext)==null?void 0:c.utf8Encoder)??X)((((l=this.serdeContext)==null?void 0:l.base64Decoder)??Se)(d))),u===2?De.from(d):d}case 1:return Number(s);case 2:return s.toLowerCase()==="true";case 17:return BigInt(s);case 19:return new fe(s,"bigDecimal");default:return s}}}});var $s,FS=p(()=>{D();eo();Ns();Ru();$s=class extends ir{codecDeserializer;stringDeserializer;constructor(e,r){super(),this.codecDeserializer=e,this.stringDeserializer=new so(r)}setSerdeContext(e){this.stringDeserializer.setSerdeContext(e),this.codecDeserializer.setSerdeContext(e),this.serdeContext=e}read(e,r){let o=Ee.of(e),s=o.getMergedTraits();if(s.httpHeader||s.httpResponseCode){let n=o.getHttpBindingValue(38,s);return this.readHttpBinding(n,r,38)}return s.httpPayload?this.readPayload(o.getHttpBindingValue(36,s),r):this.readCodec(o,r)}readHttpBinding(e,r,o){var n;let s=typeof r=="string"?r:(((n=this.serdeContext)==null?void 0:n.utf8Encoder)??X)(r);return this.stringDeserializer.readHttpBinding(e,s,o)}readPayload([e,r],o){var n,i;let s=r&255;return s===21||s===42?typeof o=="string"?(((n=this.serdeContext)==null?void 0:n.utf8Decoder)??te)(o):o:s===0?typeof o=="string"?o:(((i=this.serdeContext)==null?void 0:i.utf8Encoder)??X)(o):this.readCodec(e,o)}readCodec(e,r){return this.codecDeserializer.read(e,r)}}});var vi,MS=p(()=>{D();eo();Ns();vi=class extends ir{settings;stringBuffer="";constructor(e){super(),this.settings=e}write(e,r){let o=Ee.of(e),s=o.getMergedTraits(),n=o.getHttpBindingLocation(s);this.writeHttpBinding(o.getHttpBindingValue(n,s),r,n)}writeHttpBinding([e,r,o],s,n){var a,c;let i=r&255;switch(typeof s){case"object":if(s===null){this.stringBuffer="null";return}if(i>=4&&i<=7){if(!(s instanceof Date))throw new Error(`@smithy/core/protocols - received non-Date value ${s} when schema expected Date in ${e.getName(!0)}`);let d=this.settings.httpBindings?r>>14&3:0;switch(this.settings.timestampFormat.useTrait&&i>4?i:d?d+4:this.settings.timestampFormat.default){case 5:this.stringBuffer=s.toISOString().replace(".000Z","Z");break;case 6:this.stringBuffer=Kr(s);break;case 7:this.stringBuffer=String(s.getTime()/1e3);break;default:console.warn("Missing timestamp format, using epoch seconds",s),this.stringBuffer=String(s.getTime()/1e3)}return}if((i===21||i===42)&&"byteLength"in s){this.stringBuffer=(((a=this.serdeContext)==null?void 0:a.base64Encoder)??me)(s);return}if((i&192)===64&&Array.isArray(s)){o??(o=e.getHttpBindingCollectionValue(n));let d=o[1]&255,m=d>=4&&d<=7,f="";for(let h of s){this.writeHttpBinding(o,h,n);let y=this.flush();f&&(f+=", "),f+=m?y:Kp(y)}this.stringBuffer=f;return}this.stringBuffer=JSON.stringify(s,null,2);break;case"string":let l=r>>8&3,u=s;if(l===2&&(u=De.from(u)),l&&(n&6)===6){this.stringBuffer=(((c=this.serdeContext)==null?void 0:c.base64Encoder)??me)(u.toString());return}this.stringBuffer=s;break;default:this.stringBuffer=r>>10&1?$o():String(s)}}flush(){let e=this.stringBuffer;return this.stringBuffer="",e}}});var Us,HS=p(()=>{eo();MS();Us=class{codecSerializer;stringSerializer;buffer;constructor(e,r,o=new vi(r)){this.codecSerializer=e,this.stringSerializer=o}setSerdeContext(e){this.codecSerializer.setSerdeContext(e),this.stringSerializer.setSerdeContext(e)}write(e,r){let o=Ee.of(e),s=o.getMergedTraits();if(s.httpHeader||s.httpLabel||s.httpQuery){let n=o.getHttpBindingLocation(s);this.writeHttpBinding(o.getHttpBindingValue(n,s),r,n);return}this.writeCodec(o,r)}writeHttpBinding(e,r,o){this.stringSerializer.writeHttpBinding(e,r,o),this.buffer=this.stringSerializer.flush()}writeCodec(e,r){this.codecSerializer.write(e,r)}flush(){if(this.buffer!==void 0){let e=this.buffer;return this.buffer=void 0,e}return this.codecSerializer.flush()}}});function no(t,e){if(e.timestampFormat.useTrait){let a=t.getSchema();if(a===5||a===6||a===7)return a}let{httpLabel:r,httpPrefixHeaders:o,httpHeader:s,httpQuery:n}=t.getMergedTraits();return(e.httpBindings?typeof o=="string"||s?6:n||r?5:void 0:void 0)??e.timestampFormat.default}var Pi=p(()=>{});var Dt,kt,BS=p(()=>{Dt=t=>{var e,r,o,s,n;return t.logger&&((e=t.logger.constructor)==null?void 0:e.name)!=="NoOpLogger"&&((o=(r=t.requestHandler)==null?void 0:r.updateHttpClientConfig)==null||o.call(r,Symbol.for("logger"),t.logger)),t.defaultSocketTimeout&&((n=(s=t.requestHandler)==null?void 0:s.updateHttpClientConfig)==null||n.call(s,Symbol.for("@smithy/defaultSocketTimeout"),t.defaultSocketTimeout)),{setHttpHandler(i){t.requestHandler=i},httpHandler(){return t.requestHandler},updateHttpClientConfig(i,a){var c;(c=t.requestHandler)==null||c.updateHttpClientConfig(i,a)},httpHandlerConfigs(){return t.requestHandler.httpHandlerConfigs()}}},kt=t=>({requestHandler:t.httpHandler()})});function jS(t){return e=>async r=>{let o=r.request;if(V.isInstance(o)){let{body:s,headers:n}=o;if(s&&Object.keys(n).map(i=>i.toLowerCase()).indexOf(zS)===-1)try{let i=t(s);i!=null&&(o.headers={...o.headers,[zS]:String(i)})}catch{}}return e({...r,request:o})}}var zS,VS,Lt,GS=p(()=>{q();zS="content-length";VS={step:"build",tags:["SET_CONTENT_LENGTH","CONTENT_LENGTH"],name:"contentLengthMiddleware",override:!0},Lt=t=>({applyToStack:e=>{e.add(jS(t.bodyLengthChecker),VS)}})});var $t,wv,_u=p(()=>{$t=t=>encodeURIComponent(t).replace(/[!'()*]/g,wv),wv=t=>`%${t.charCodeAt(0).toString(16).toUpperCase()}`});function wu(t){let e=[];for(let r of Object.keys(t).sort()){let o=t[r];if(r=$t(r),Array.isArray(o))for(let s=0,n=o.length;s<n;s++)e.push(`${r}=${$t(o[s])}`);else{let s=r;(o||typeof o=="string")&&(s+=`=${$t(o)}`),e.push(s)}}return e.join("&")}var qS=p(()=>{_u()});var br,Ni=p(()=>{br=class{serdeContext;setSerdeContext(e){this.serdeContext=e}}});var Oi,WS=p(()=>{Oi=class{from;to;keys;constructor(e,r){this.from=e,this.to=r;let o=Object.keys(this.from),s=new Set(o);s.delete("__type"),this.keys=s}mark(e){this.keys.delete(e)}hasUnknown(){return this.keys.size===1&&Object.keys(this.to).length===0}writeUnknown(){if(this.hasUnknown()){let e=this.keys.values().next().value,r=this.from[e];this.to.$unknown=[e,r]}}}});function Di(){if(Fs===void 0)try{if(typeof Buffer!="function")Fs=!1;else{let t=JSON.parse(Buffer.from([123,125]));Fs=t!==null&&typeof t=="object"}}catch{Fs=!1}return Fs}var Fs,Tu=p(()=>{});function ki(t,e,r){if(r!=null&&r.source){let o=r.source;if(typeof e=="number")return e<=Number.MAX_SAFE_INTEGER&&e>=Number.MIN_SAFE_INTEGER?Iv(o,e)?e:new fe(o,"bigDecimal"):Tv(o)?new fe(o,"bigDecimal"):/[eE]/.test(o)?Av(o):BigInt(o)}return e}function Tv(t){let e=t.indexOf(".");if(e===-1)return!1;let r=t.search(/[eE]/);if(r===-1)return!0;let o=r-e-1;return parseInt(t.slice(r+1),10)<o}function Iv(t,e){if(t===String(e)||Object.is(e,-0))return!0;if(/[eE]/.test(t))return Iu(t)===Iu(String(e));let r=t.replace(/(\.\d*?)0+$/,"$1").replace(/\.$/,""),o=String(e);return r===o?!0:/[eE]/.test(o)?r===Iu(o):!1}function Iu(t){let e=t.startsWith("-"),r=e?t.slice(1):t,o=r.search(/[eE]/),s;if(o===-1)s=r;else{let n=parseInt(r.slice(o+1),10),i=r.slice(0,o),a=i.indexOf("."),c,l;a===-1?(c=i,l=i.length):(c=i.slice(0,a)+i.slice(a+1),l=a),c=c.replace(/0+$/,"")||"0";let u=l+n;c==="0"?s="0":u<=0?s="0."+"0".repeat(-u)+c:u>=c.length?s=c+"0".repeat(u-c.length):s=c.slice(0,u)+"."+c.slice(u)}return s.includes(".")&&(s=s.replace(/(\.\d*?)0+$/,"$1").replace(/\.$/,"")),(e?"-":"")+s}function Av(t){let e=t.search(/[eE]/),r=parseInt(t.slice(e+1),10),o=t.startsWith("-"),s=t.slice(o?1:0,e),n=s.indexOf("."),i,a;if(n===-1)i=s,a=r;else{i=s.slice(0,n)+s.slice(n+1);let l=s.length-n-1;a=r-l}i=i.replace(/0+$/,"")||"0";let c=BigInt(i)*10n**BigInt(a+(s.replace(".","").length-i.length));return o?-c:c}var Au=p(()=>{D()});function $i(t){let e=$.of(t),r=e.getSchema();if(Array.isArray(r)&&e.isStructSchema()){if(Cu in r)return r[Cu];let o=Li(e,new Set);return r[Cu]=o,o}return Li(e,new Set)}function Li(t,e){let r=t.getSchema();if(e.has(r))return!1;if(e.add(r),t.isBigIntegerSchema()||t.isBigDecimalSchema())return!0;if(t.isStructSchema()){for(let[,o]of t.structIterator())if(Li(o,e))return!0}else if(t.isListSchema()||t.isMapSchema()){if(Li(t.getValueSchema(),e))return!0}else if(t.isDocumentSchema())return!0;return!1}var Cu,bu=p(()=>{K();Cu=Symbol.for("@aws-sdk/reviver")});var KS,XS=p(()=>{Uo();D();KS=(t,e)=>be(t,e).then(r=>((e==null?void 0:e.utf8Encoder)??X)(r))});async function Pu(t,e,r){let o;if(Di()&&typeof(t==null?void 0:t[Symbol.asyncIterator])=="function"){let n=await be(t,e);typeof Buffer=="function"&&(Buffer.isBuffer(n)?o=n:o=Buffer.from(n.buffer,n.byteOffset,n.byteLength))}if(o||(o=await KS(t,e)),o.length===0)return{};let s=r&&$i(r)?ki:void 0;try{return JSON.parse(o,s)}catch(n){throw(n==null?void 0:n.name)==="SyntaxError"&&Object.defineProperty(n,"$responseBodyText",{value:typeof o=="string"?o:o.toString("utf8")}),n}}var JS,vu,Nu,Ou,YS,Du=p(()=>{Uo();XS();Tu();Au();bu();JS=(t,e)=>Object.keys(t).find(r=>r.toLowerCase()===e.toLowerCase()),vu=t=>{let e=t;return typeof e=="number"&&(e=e.toString()),e.indexOf(",")>=0&&(e=e.split(",")[0]),e.indexOf(":")>=0&&(e=e.split(":")[0]),e.indexOf("#")>=0&&(e=e.split("#")[1]),e},Nu=(t,e)=>YS(t,e,["header","code","type"]),Ou=(t,e,r=!1)=>YS(t,e,r?["code","header","type"]:["type","code","header"]),YS=({headers:t},e,r)=>{for(;r.length>0;)switch(r.shift()){case"header":let s=JS(t??{},"x-amzn-errortype");if(s!==void 0)return vu(t[s]);break;case"code":let n=JS(e??{},"code");if(n&&e[n]!==void 0)return vu(e[n]);break;case"type":if((e==null?void 0:e.__type)!==void 0)return vu(e.__type);break}}});var Ui,QS=p(()=>{Pi();K();D();Ni();WS();Tu();Au();bu();Du();q();Ui=class extends br{settings;constructor(e){super(),this.settings=e}async read(e,r){let o=$i(e)?ki:void 0,s;if(typeof r=="string"){if(r.length===0)return{};s=JSON.parse(r,o)}else if(r instanceof Uint8Array&&Di()){if(r.byteLength===0)return{};let n=Buffer.isBuffer(r)?r:Buffer.from(r.buffer,r.byteOffset,r.byteLength);s=JSON.parse(n,o)}else s=await Pu(r,this.serdeContext,e);return this._read(e,s)}readObject(e,r){return this._read(e,r)}_read(e,r){let o=r!==null&&typeof r=="object",s=$.of(e);if(o){if(s.isStructSchema())return this._readStruct(s,r);if(Array.isArray(r)&&s.isListSchema()){let i=s.getValueSchema();if(this.needsTransform(i))for(let a=0;a<r.length;++a)r[a]=this._read(i,r[a]);return r}if(s.isMapSchema()){let i=s.getValueSchema(),a=r;if(this.needsTransform(i))for(let c in a)I(a,c)&&(c==="__proto__"&&gr(a),a[c]=this._read(i,a[c]));return a}}if(s.isBlobSchema()&&typeof r=="string")return Se(r);let n=s.getMergedTraits().mediaType;if(s.isStringSchema()&&typeof r=="string"&&n)return n==="application/json"||n.endsWith("+json")?De.from(r):r;if(s.isTimestampSchema()&&r!=null)switch(no(s,this.settings)){case 5:return qp(r);case 6:return us(r);case 7:return Wp(r);default:return console.warn("Missing timestamp format, parsing value with Date constructor:",r),new Date(r)}if(s.isBigIntegerSchema()&&(typeof r=="number"||typeof r=="string"))return BigInt(r);if(s.isBigDecimalSchema()&&r!=null){if(r instanceof fe)return r;let i=r;return i.type==="bigDecimal"&&"string"in i?new fe(i.string,i.type):new fe(String(r),"bigDecimal")}if(s.isNumericSchema()&&typeof r=="string"){switch(r){case"Infinity":return 1/0;case"-Infinity":return-1/0;case"NaN":return NaN}return r}if(s.isDocumentSchema()&&o)if(Array.isArray(r))for(let i=0;i<r.length;++i){let a=r[i];a instanceof fe||(r[i]=this._read(s,a))}else{let i=r;for(let a in i){if(!I(i,a))continue;a==="__proto__"&&gr(i);let c=i[a];c instanceof fe||(i[a]=this._read(s,c))}}return r}_readStruct(e,r){let o=e.isUnionSchema(),s={},n,i=typeof r.__type=="string",{jsonName:a}=this.settings;a&&i&&(n={});let c;o&&(c=new Oi(r,s));for(let[l,u]of e.structIterator()){let d=l;a&&(d=u.getMergedTraits().jsonName??d,i&&(n[d]=l)),o&&c.mark(d),r[d]!=null&&(s[l]=this._read(u,r[d]))}if(o)c.writeUnknown();else if(i)for(let l in r){if(!I(r,l))continue;let u=r[l],d=a?n[l]??l:l;d in s||(s[d]=u)}return s}needsTransform(e){return!!(e.isBlobSchema()||e.isTimestampSchema()||e.isBigIntegerSchema()||e.isBigDecimalSchema()||e.isNumericSchema()||e.isDocumentSchema()||e.isStructSchema()||e.isListSchema()||e.isMapSchema()||e.isStringSchema()&&e.getMergedTraits().mediaType)}}});var Fi,ZS,eE=p(()=>{D();Fi=class t extends Uint8Array{string=null;static allocUnsafe(e){if(typeof Buffer=="function"){let r=Buffer.allocUnsafe(e);return new t(r.buffer,r.byteOffset,r.byteLength)}return new t(e)}toString(){return this.s()}valueOf(){return this.s()}includes(e,r){return typeof e=="string"?this.s().includes(e,r):Uint8Array.prototype.includes.call(this,e,r)}indexOf(e,r){return typeof e=="string"?this.s().indexOf(e,r):Uint8Array.prototype.indexOf.call(this,e,r)}lastIndexOf(e,r){if(typeof e=="string")return this.s().lastIndexOf(e,r);let o=Uint8Array.prototype.lastIndexOf;return r!==void 0?o.call(this,e,r):o.call(this,e)}startsWith(e,r){return this.s().startsWith(e,r)}endsWith(e,r){return this.s().endsWith(e,r)}match(e){return this.s().match(e)}replace(e,r){return this.s().replace(e,r)}search(e){return this.s().search(e)}split(e,r){return this.s().split(e,r)}substring(e,r){return this.s().substring(e,r)}trim(){return this.s().trim()}trimStart(){return this.s().trimStart()}trimEnd(){return this.s().trimEnd()}charAt(e){return this.s().charAt(e)}charCodeAt(e){return this.s().charCodeAt(e)}padStart(e,r){return this.s().padStart(e,r)}padEnd(e,r){return this.s().padEnd(e,r)}repeat(e){return this.s().repeat(e)}toUpperCase(){return this.s().toUpperCase()}toLowerCase(){return this.s().toLowerCase()}s(){if(this.string==null){let e=Date.now();e>ZS+6e4&&(console.warn("@aws-sdk/core/protocols - WARN - JsonCodec2: you have called a string method on a Uint8Array request body. It has been automatically converted to string. In a future version this will throw an error."),ZS=e),this.string=X(this)}return this.string}},ZS=0});function ku(t){return Fi.allocUnsafe(t)}var Mi,tE,rE,Cv,bv,Wo,Hi,Bi,oE,vv,Pv,Nv,ar,sE,zi,nE=p(()=>{Pi();K();D();Ni();q();eE();Mi=new TextEncoder,tE=123,rE=125,Cv=91,bv=93,Wo=34,Hi=58,Bi=44,oE=92,vv=new Uint8Array([116,114,117,101]),Pv=new Uint8Array([102,97,108,115,101]),Nv=new Uint8Array([110,117,108,108]),ar=new Array(128).fill(null);ar[8]="b";ar[9]="t";ar[10]="n";ar[12]="f";ar[13]="r";ar[34]='"';ar[92]="\\";for(let t=0;t<32;t++)ar[t]===null&&(ar[t]="u00"+t.toString(16).padStart(2,"0"));sE=2048;zi=class t extends br{settings;json;i=0;rootSchema;rawValue;passthrough=!1;constructor(e){super(),this.settings=e,this.json=ku(sE)}write(e,r){this.i=0,this.rawValue=r,this.rootSchema=$.of(e),this.passthrough=this.rootSchema.isBlobSchema()||this.rootSchema.isStringSchema(),this.passthrough||this.writeValue(this.rootSchema,r,void 0)}writeDiscriminatedDocument(e,r){this.i=0,this.rootSchema=$.of(e);let o=this.rootSchema;if(o.isStructSchema()&&r!=null&&typeof r=="object"){this.writeValue(o,r,void 0);let s=`"__type":"${o.getName(!0)??"Unknown"}",`,n=s.length;this.ensure(n),this.json.copyWithin(1+n,1,this.i),Mi.encodeInto(s,this.json.subarray(1)),this.i+=n}else this.writeValue(o,r,void 0)}flush(){this.rootSchema=void 0;let e=this.i;this.i=0;let r=this.rawValue;if(this.rawValue=void 0,e===0)return r;let o=this.json.subarray(0,e);return this.json=ku(sE),o}ensure(e){let{i:r,json:o}=this;if(r+e>o.length){let s=o.length*2;for(;s<r+e;)s*=2;let n=ku(s);n.set(this.json),this.json=n}}writeAscii(e){let r=e.length;this.ensure(r);let{i:o,json:s}=this;for(let n=0;n<r;++n)s[o]=e.charCodeAt(n),o+=1;this.i=o}writeAsciiQuoted(e){let r=e.length;this.ensure(r+4);let{json:o,i:s}=this;o[s++]=Wo;for(let n=0;n<r;++n)o[s++]=e.charCodeAt(n);o[s++]=Wo,this.i=s}writeJsonString(e){let r=e.length;this.ensure(r*3+2),this.json[this.i++]=Wo;for(let o=0;o<r;++o){let s=e.charCodeAt(o);if(s>34&&s<92)this.json[this.i++]=s;else if(s<128){let n=ar[s];if(n!==null){this.ensure(n.length+1+(r-o-1)*3+1),this.json[this.i++]=oE;for(let i=0;i<n.length;i++)this.json[this.i++]=n.charCodeAt(i)}else this.json[this.i++]=s}else if(s>=55296&&s<=56319){let n=o+1<r?e.charCodeAt(o+1):0;if(n>=56320&&n<=57343){this.ensure(4);let{written:i}=Mi.encodeInto(e.substring(o,o+2),this.json.subarray(this.i));this.i+=i,++o}else this.ensure(6+(r-o-1)*3+1),this.writeUnicodeEscape(s)}else if(s>=56320&&s<=57343)this.ensure(6+(r-o-1)*3+1),this.writeUnicodeEscape(s);else{let{i:n,json:i}=this;s<2048?(i[n++]=192|s>>6,i[n++]=128|s&63):(i[n++]=224|s>>12,i[n++]=128|s>>6&63,i[n++]=128|s&63),this.i=n}}this.json[this.i++]=Wo}writeUnicodeEscape(e){let{json:r,i:o}=this;r[o++]=oE,r[o++]=117;let s=e.toString(16).padStart(4,"0");for(let n=0;n<4;++n)r[o++]=s.charCodeAt(n);this.i=o}static B64=(()=>{let e="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",r=new Uint8Array(64);for(let o=0;o<64;++o)r[o]=e.charCodeAt(o);return r})();writeBase64(e){let r=Math.ceil(e.length/3)*4;this.ensure(r+2);let o=this.json,s=t.B64,n=this.i;o[n++]=Wo;let i=e.length,a=i%3,c=i-a;for(let l=0;l<c;l+=3){let u=e[l],d=e[l+1],m=e[l+2];o[n++]=s[u>>2],o[n++]=s[(u&3)<<4|d>>4],o[n++]=s[(d&15)<<2|m>>6],o[n++]=s[m&63]}if(a===2){let l=e[c],u=e[c+1];o[n++]=s[l>>2],o[n++]=s[(l&3)<<4|u>>4],o[n++]=s[(u&15)<<2],o[n++]=61}else if(a===1){let l=e[c];o[n++]=s[l>>2],o[n++]=s[(l&3)<<4],o[n++]=61,o[n++]=61}o[n++]=Wo,this.i=n}writeValue(e,r,o){var i;if(r==null){if(o!=null&&o.isStructSchema()){if(r===void 0&&$.of(e).isIdempotencyToken()){this.writeAsciiQuoted($o());return}return}this.ensure(4),this.json.set(Nv,this.i),this.i+=4;return}let s=$.of(e),n=typeof r=="object";if(s.isStringSchema()){let a=s.getMergedTraits().mediaType;if(a&&(a==="application/json"||a.endsWith("+json"))){this.writeJsonString(De.from(r).toString());return}}if(this.settings.bigNumberAsString&&r!=null&&(s.isBigIntegerSchema()||s.isBigDecimalSchema())){let a=r instanceof fe?r.string:String(r);this.writeAsciiQuoted(a);return}if(n){if(s.isStructSchema()){this.writeStruct(s,r);return}if(Array.isArray(r)&&(s.isListSchema()||s.isDocumentSchema())){this.writeList(s,r,s.isDocumentSchema());return}if(s.isMapSchema()){this.writeMap(s,r,!1);return}if(r instanceof Uint8Array&&(s.isBlobSchema()||s.isDocumentSchema())){this.writeBase64(r);return}if(r instanceof Date&&(s.isTimestampSchema()||s.isDocumentSchema())){this.writeTimestamp(s,r);return}if(r instanceof fe){this.writeAscii(r.string);return}if(s.isDocumentSchema()){Array.isArray(r)?this.writeList(s,r,!0):this.writeMap(s,r,!0);return}let a=JSON.stringify(r);this.writeAscii(a);return}if(typeof r=="string"){if(s.isBlobSchema()){let a=(((i=this.serdeContext)==null?void 0:i.base64Encoder)??me)(r);this.writeAsciiQuoted(a);return}this.writeJsonString(r);return}if(typeof r=="number"){if(Math.abs(r)===1/0||Number.isNaN(r)){this.writeAsciiQuoted(String(r));return}let a=String(r);this.writeAscii(a);return}if(typeof r=="boolean"){this.ensure(5);let{i:a,json:c}=this;r?(c.set(vv,a),a+=4):(c.set(Pv,a),a+=5),this.i=a;return}if(typeof r=="bigint"){this.writeAscii(r.toString());return}this.writeAscii(String(r))}writeStruct(e,r){this.ensure(2),this.json[this.i++]=tE;let o=!1,s=typeof r.__type=="string",n;s&&(n=new Set);for(let[i,a]of e.structIterator()){let c=r[i];if(c==null&&!a.isIdempotencyToken())continue;o&&(this.ensure(1),this.json[this.i++]=Bi),o=!0;let l=this.settings.jsonName?a.getMergedTraits().jsonName??i:i;n&&(n.add(i),n.add(l)),this.writeAsciiQuoted(l),this.json[this.i++]=Hi,this.writeValue(a,c,e)}if(!o&&e.isUnionSchema()){let{$unknown:i}=r;if(Array.isArray(i)){let[a,c]=i;this.writeAsciiQuoted(a),this.ensure(1),this.json[this.i++]=Hi,this.writeValue(15,c,e)}}else if(s)for(let i in r){if(n.has(i))continue;n.add(i);let a=r[i];o&&(this.ensure(1),this.json[this.i++]=Bi),o=!0,this.writeAsciiQuoted(i),this.ensure(1),this.json[this.i++]=Hi,this.writeValue(15,a,void 0)}this.ensure(1),this.json[this.i++]=rE}writeList(e,r,o){let s=!!e.getMergedTraits().sparse,n=e.getValueSchema();if(!o&&(n.isStringSchema()||n.isNumericSchema()||n.isBooleanSchema())){let a=!1;for(let l=0;l<r.length;++l){let u=r[l];if(Number.isNaN(u)||u===1/0||u===-1/0||u==null&&!s){a=!0;break}}let c;if(!a)c=JSON.stringify(r);else{let l=[];for(let u=0;u<r.length;++u){let d=r[u];d==null&&!s||(Number.isNaN(d)||d===1/0||d===-1/0?l.push(String(d)):l.push(d))}c=JSON.stringify(l)}this.ensure(c.length*3),this.i+=Mi.encodeInto(c,this.json.subarray(this.i)).written;return}this.ensure(2),this.json[this.i++]=Cv;let i=!1;for(let a=0;a<r.length;++a){let c=r[a];(o?c===void 0:c==null&&!s)||(i&&(this.ensure(1),this.json[this.i++]=Bi),this.writeValue(n,c,void 0),i=!0)}this.ensure(1),this.json[this.i++]=bv}writeMap(e,r,o){let s=!!e.getMergedTraits().sparse,n=e.getValueSchema();if(!o&&(n.isStringSchema()||n.isNumericSchema()||n.isBooleanSchema())){let a;for(let l in r){if(!I(r,l))continue;let u=r[l];Number.isNaN(u)||u===1/0||u===-1/0?((a??(a={}))[l]=u,r[l]=String(u)):u===null&&!s&&((a??(a={}))[l]=null,r[l]=void 0)}let c=JSON.stringify(r);a&&Object.assign(r,a),this.ensure(c.length*3),this.i+=Mi.encodeInto(c,this.json.subarray(this.i)).written;return}this.ensure(2),this.json[this.i++]=tE;let i=!0;for(let a in r){if(!I(r,a))continue;let c=r[a];(o?c===void 0:c==null&&!s)||(i||(this.ensure(1),this.json[this.i++]=Bi),i=!1,this.writeJsonString(a),this.ensure(1),this.json[this.i++]=Hi,this.writeValue(n,c,void 0))}this.ensure(1),this.json[this.i++]=rE}writeTimestamp(e,r){switch(no(e,this.settings)){case 5:{let s=r.toISOString().replace(".000Z","Z");this.writeAsciiQuoted(s);return}case 6:{this.writeAsciiQuoted(Kr(r));return}case 7:{let s=String(r.getTime()/1e3);this.writeAscii(s);return}default:{let s=String(r.getTime()/1e3);this.writeAscii(s);return}}}}});var io,iE=p(()=>{Ni();QS();nE();io=class extends br{settings;constructor(e){super(),this.settings=e}createSerializer(){let e=new zi(this.settings);return e.setSerdeContext(this.serdeContext),e}createDeserializer(){let e=new Ui(this.settings);return e.setSerdeContext(this.serdeContext),e}}});var F=p(()=>{Uo();au();$S();US();Ru();FS();HS();Pi();q();q();BS();GS();_u();qS();q();Du();iE()});var aE,cE,Ut,pE=p(()=>{F();aE=t=>e=>async r=>{if(!V.isInstance(r.request))return e(r);let{request:o}=r,{handlerProtocol:s=""}=t.requestHandler.metadata||{};if(s.indexOf("h2")>=0&&!o.headers[":authority"])delete o.headers.host,o.headers[":authority"]=o.hostname+(o.port?":"+o.port:"");else if(!o.headers.host){let n=o.hostname;o.port!=null&&(n+=`:${o.port}`),o.headers.host=n}return e(r)},cE={name:"hostHeaderMiddleware",step:"build",priority:"low",tags:["HOST"],override:!0},Ut=t=>({applyToStack:e=>{e.add(aE(t),cE)}})});var lE,uE,Ft,dE=p(()=>{lE=()=>(t,e)=>async r=>{var o,s;try{let n=await t(r),{clientName:i,commandName:a,logger:c,dynamoDbDocumentClientOptions:l={}}=e,{overrideInputFilterSensitiveLog:u,overrideOutputFilterSensitiveLog:d}=l,m=u??e.inputFilterSensitiveLog,f=d??e.outputFilterSensitiveLog,{$metadata:h,...y}=n.output;return(o=c==null?void 0:c.info)==null||o.call(c,{clientName:i,commandName:a,input:m(r.input),output:f(y),metadata:h}),n}catch(n){let{clientName:i,commandName:a,logger:c,dynamoDbDocumentClientOptions:l={}}=e,{overrideInputFilterSensitiveLog:u}=l,d=u??e.inputFilterSensitiveLog;throw(s=c==null?void 0:c.error)==null||s.call(c,{clientName:i,commandName:a,input:d(r.input),error:n,metadata:n.$metadata}),n}},uE={name:"loggerMiddleware",tags:["LOGGER"],step:"initialize",override:!0},Ft=t=>({applyToStack:e=>{e.add(lE(),uE)}})});var mE,fE=p(()=>{mE={step:"build",tags:["RECURSION_DETECTION","TRACE_CONTEXT_PROPAGATION"],name:"recursionDetectionMiddleware",override:!0,priority:"low"}});var vr,hE,Lu,ji,$u,Uu,Ms,gE=p(()=>{vr={REQUEST_ID:Symbol.for("_AWS_LAMBDA_REQUEST_ID"),X_RAY_TRACE_ID:Symbol.for("_AWS_LAMBDA_X_RAY_TRACE_ID"),TENANT_ID:Symbol.for("_AWS_LAMBDA_TENANT_ID"),TRACEPARENT:Symbol.for("_AWS_LAMBDA_TRACEPARENT"),TRACESTATE:Symbol.for("_AWS_LAMBDA_TRACESTATE"),BAGGAGE:Symbol.for("_AWS_LAMBDA_BAGGAGE")},Lu=["true","1"].includes(((hE=process.env)==null?void 0:hE.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA)??"");Lu||(globalThis.awslambda=globalThis.awslambda||{});ji=class{static PROTECTED_KEYS=vr;isProtectedKey(e){return Object.values(vr).includes(e)}getRequestId(){return this.get(vr.REQUEST_ID)??"-"}getXRayTraceId(){return this.get(vr.X_RAY_TRACE_ID)}getTenantId(){return this.get(vr.TENANT_ID)}getTraceparent(){return this.get(vr.TRACEPARENT)}getTracestate(){return this.get(vr.TRACESTATE)}getBaggage(){return this.get(vr.BAGGAGE)}},$u=class extends ji{currentContext;getContext(){return this.currentContext}hasContext(){return this.currentContext!==void 0}get(e){var r;return(r=this.currentContext)==null?void 0:r[e]}set(e,r){if(this.isProtectedKey(e))throw new Error(`Cannot modify protected Lambda context field: ${String(e)}`);this.currentContext=this.currentContext||{},this.currentContext[e]=r}run(e,r){return this.currentContext=e,r()}},Uu=class t extends ji{als;static async create(){let e=new t,r=await Promise.resolve().then(()=>xr(require("async_hooks")));return e.als=new r.AsyncLocalStorage,e}getContext(){return this.als.getStore()}hasContext(){return this.als.getStore()!==void 0}get(e){var r;return(r=this.als.getStore())==null?void 0:r[e]}set(e,r){if(this.isProtectedKey(e))throw new Error(`Cannot modify protected Lambda context field: ${String(e)}`);let o=this.als.getStore();if(!o)throw new Error("No context available");o[e]=r}run(e,r){return this.als.run(e,r)}};(function(t){let e=null;async function r(o){return e||(e=(async()=>{var i;let n=o===!0||"AWS_LAMBDA_MAX_CONCURRENCY"in process.env?await Uu.create():new $u;return!Lu&&((i=globalThis.awslambda)!=null&&i.InvokeStore)?globalThis.awslambda.InvokeStore:(!Lu&&globalThis.awslambda&&(globalThis.awslambda.InvokeStore=n),n)})()),e}t.getInstanceAsync=r,t._testing=process.env.AWS_LAMBDA_BENCHMARK_MODE==="1"?{reset:()=>{var o;e=null,(o=globalThis.awslambda)!=null&&o.InvokeStore&&delete globalThis.awslambda.InvokeStore,globalThis.awslambda={InvokeStore:void 0}}}:void 0})(Ms||(Ms={}))});function kv(t){for(let e of Object.keys(t)){let r=e.toLowerCase();e!==r&&(r===Mu||r===yE||r===SE)&&(t[r]=t[e],delete t[e])}}var Ov,Dv,Fu,Mu,yE,SE,EE,xE=p(()=>{gE();F();Ov="AWS_LAMBDA_FUNCTION_NAME",Dv="_X_AMZN_TRACE_ID",Fu="X-Amzn-Trace-Id",Mu="traceparent",yE="tracestate",SE="baggage",EE=()=>t=>async e=>{var s,n,i,a;let{request:r}=e;if(!V.isInstance(r))return t(e);let o;{let c=Object.keys(r.headers??{}).find(l=>l.toLowerCase()===Fu.toLowerCase())??Fu;if(!r.headers.hasOwnProperty(c)){let l=process.env[Ov],u=process.env[Dv];o??(o=await Ms.getInstanceAsync());let m=(o==null?void 0:o.getXRayTraceId())??u,f=h=>typeof h=="string"&&h.length>0;f(l)&&f(m)&&(r.headers[Fu]=m)}}if(kv(r.headers),!r.headers[Mu]){let l=(n=(s=o??(o=await Ms.getInstanceAsync()))==null?void 0:s.getTraceparent)==null?void 0:n.call(s);if(l){r.headers[Mu]=l;let u=(i=o==null?void 0:o.getTracestate)==null?void 0:i.call(o);u&&(r.headers[yE]=u);let d=(a=o==null?void 0:o.getBaggage)==null?void 0:a.call(o);d&&(r.headers[SE]=d)}}return t(e)}});var Mt,RE=p(()=>{fE();xE();Mt=t=>({applyToStack:e=>{e.add(EE(),mE)}})});var _E,wE=p(()=>{_E=(t,e)=>{if(!e||e.length===0)return t;let r=[];for(let o of e)for(let s of t)s.schemeId.split("#")[1]===o&&r.push(s);for(let o of t)r.find(({schemeId:s})=>s===o.schemeId)||r.push(o);return r}});function Lv(t){let e=new Map;for(let r of t)e.set(r.schemeId,r);return e}var Hu,TE=p(()=>{q();wE();Hu=(t,e)=>(r,o)=>async s=>{var d;let n=t.httpAuthSchemeProvider(await e.httpAuthSchemeParametersProvider(t,o,s.input)),i=t.authSchemePreference?await t.authSchemePreference():[],a=_E(n,i),c=Lv(t.httpAuthSchemes),l=re(o),u=[];for(let m of a){let f=c.get(m.schemeId);if(!f){u.push(`HttpAuthScheme \`${m.schemeId}\` was not enabled for this service.`);continue}let h=f.identityProvider(await e.identityProviderConfigProvider(t));if(!h){u.push(`HttpAuthScheme \`${m.schemeId}\` did not have an IdentityProvider configured.`);continue}let{identityProperties:y={},signingProperties:g={}}=((d=m.propertiesExtractor)==null?void 0:d.call(m,t,o))||{};m.identityProperties=Object.assign(m.identityProperties||{},y),m.signingProperties=Object.assign(m.signingProperties||{},g),l.selectedHttpAuthScheme={httpAuthOption:m,identity:await h(m.identityProperties),signer:f.signer};break}if(!l.selectedHttpAuthScheme)throw new Error(u.join(`
`));return r(s)}});var Bu,lt,IE=p(()=>{TE();Bu={step:"serialize",tags:["HTTP_AUTH_SCHEME"],name:"httpAuthSchemeMiddleware",override:!0,relation:"before",toMiddleware:"endpointV2Middleware"},lt=(t,{httpAuthSchemeParametersProvider:e,identityProviderConfigProvider:r})=>({applyToStack:o=>{o.addRelativeTo(Hu(t,{httpAuthSchemeParametersProvider:e,identityProviderConfigProvider:r}),Bu)}})});var AE=p(()=>{IE()});var $v,Uv,zu,CE=p(()=>{F();q();$v=t=>e=>{throw e},Uv=(t,e)=>{},zu=t=>(e,r)=>async o=>{if(!V.isInstance(o.request))return e(o);let n=re(r).selectedHttpAuthScheme;if(!n)throw new Error("No HttpAuthScheme was selected: unable to sign request");let{httpAuthOption:{signingProperties:i={}},identity:a,signer:c}=n,l=await e({...o,request:await c.sign(o.request,a,i)}).catch((c.errorHandler||$v)(i));return(c.successHandler||Uv)(l.response,i),l}});var ju,ut,bE=p(()=>{CE();ju={step:"finalizeRequest",tags:["HTTP_SIGNING"],name:"httpSigningMiddleware",aliases:["apiKeyMiddleware","tokenMiddleware","awsAuthMiddleware"],override:!0,relation:"after",toMiddleware:"retryMiddleware"},ut=t=>({applyToStack:e=>{e.addRelativeTo(zu(t),ju)}})});var vE=p(()=>{bE()});var Ht,PE=p(()=>{Ht=t=>{if(typeof t=="function")return t;let e=Promise.resolve(t);return()=>e}});var Ge,NE=p(()=>{q();Ge=class{authSchemes=new Map;constructor(e){for(let r in e){if(!I(e,r))continue;let o=e[r];o!==void 0&&this.authSchemes.set(r,o)}}getIdentityProvider(e){return this.authSchemes.get(e)}}});var Me,OE=p(()=>{Me=class{async sign(e,r,o){return e}}});var DE=p(()=>{OE()});var Vu,Vi,Hs,Gi,kE=p(()=>{Vu=t=>function(r){return Hs(r)&&r.expiration.getTime()-Date.now()<t},Vi=Vu(3e5),Hs=t=>t.expiration!==void 0,Gi=(t,e,r)=>{if(t===void 0)return;let o=typeof t!="function"?async()=>Promise.resolve(t):t,s,n,i,a=!1,c=async l=>{n||(n=o(l));try{s=await n,i=!0,a=!1}finally{n=void 0}return s};return e===void 0?async l=>((!i||l!=null&&l.forceRefresh)&&(s=await c(l)),s):async l=>((!i||l!=null&&l.forceRefresh)&&(s=await c(l)),a?s:r(s)?(e(s)&&await c(l),s):(a=!0,s))}});var LE=p(()=>{NE();DE();kE()});var qe=p(()=>{AE();vE();PE();LE()});function Bv(t){return t===void 0?!0:typeof t=="string"&&t.length<=50}function Bt(t){let e=Ht(t.userAgentAppId??qi),{customUserAgent:r}=t;return Object.assign(t,{customUserAgent:typeof r=="string"?[[r]]:r,userAgentAppId:async()=>{var s,n;let o=await e();if(!Bv(o)){let i=((n=(s=t.logger)==null?void 0:s.constructor)==null?void 0:n.name)==="NoOpLogger"||!t.logger?console:t.logger;typeof o!="string"?i==null||i.warn("userAgentAppId must be a string or undefined."):o.length>50&&(i==null||i.warn("The provided userAgentAppId exceeds the maximum length of 50 characters."))}return o}})}var qi,Gu=p(()=>{qe();qi=void 0});var $E,UE=p(()=>{$E={partitions:[{id:"aws",outputs:{dnsSuffix:"amazonaws.com",dualStackDnsSuffix:"api.aws",implicitGlobalRegion:"us-east-1",name:"aws",supportsDualStack:!0,supportsFIPS:!0},regionRegex:"^(us|eu|ap|sa|ca|me|af|il|mx)\\-\\w+\\-\\d+$",regions:{"af-south-1":{description:"Africa (Cape Town)"},"ap-east-1":{description:"Asia Pacific (Hong Kong)"},"ap-east-2":{description:"Asia Pacific (Taipei)"},"ap-northeast-1":{description:"Asia Pacific (Tokyo)"},"ap-northeast-2":{description:"Asia Pacific (Seoul)"},"ap-northeast-3":{description:"Asia Pacific (Osaka)"},"ap-south-1":{description:"Asia Pacific (Mumbai)"},"ap-south-2":{description:"Asia Pacific (Hyderabad)"},"ap-southeast-1":{description:"Asia Pacific (Singapore)"},"ap-southeast-2":{description:"Asia Pacific (Sydney)"},"ap-southeast-3":{description:"Asia Pacific (Jakarta)"},"ap-southeast-4":{description:"Asia Pacific (Melbourne)"},"ap-southeast-5":{description:"Asia Pacific (Malaysia)"},"ap-southeast-6":{description:"Asia Pacific (New Zealand)"},"ap-southeast-7":{description:"Asia Pacific (Thailand)"},"aws-global":{description:"aws global region"},"ca-central-1":{description:"Canada (Central)"},"ca-west-1":{description:"Canada West (Calgary)"},"eu-central-1":{description:"Europe (Frankfurt)"},"eu-central-2":{description:"Europe (Zurich)"},"eu-north-1":{description:"Europe (Stockholm)"},"eu-south-1":{description:"Europe (Milan)"},"eu-south-2":{description:"Europe (Spain)"},"eu-west-1":{description:"Europe (Ireland)"},"eu-west-2":{description:"Europe (London)"},"eu-west-3":{description:"Europe (Paris)"},"il-central-1":{description:"Israel (Tel Aviv)"},"me-central-1":{description:"Middle East (UAE)"},"me-south-1":{description:"Middle East (Bahrain)"},"me-west-1":{description:"Middle East (Saudi Arabia)"},"mx-central-1":{description:"Mexico (Central)"},"sa-east-1":{description:"South America (Sao Paulo)"},"sa-west-1":{description:"South America (Chile)"},"us-east-1":{description:"US East (N. Virginia)"},"us-east-2":{description:"US East (Ohio)"},"us-west-1":{description:"US West (N. California)"},"us-west-2":{description:"US West (Oregon)"}}},{id:"aws-cn",outputs:{dnsSuffix:"amazonaws.com.cn",dualStackDnsSuffix:"api.amazonwebservices.com.cn",implicitGlobalRegion:"cn-northwest-1",name:"aws-cn",supportsDualStack:!0,supportsFIPS:!0},regionRegex:"^cn\\-\\w+\\-\\d+$",regions:{"aws-cn-global":{description:"aws-cn global region"},"cn-north-1":{description:"China (Beijing)"},"cn-northwest-1":{description:"China (Ningxia)"}}},{id:"aws-eusc",outputs:{dnsSuffix:"amazonaws.eu",dualStackDnsSuffix:"api.amazonwebservices.eu",implicitGlobalRegion:"eusc-de-east-1",name:"aws-eusc",supportsDualStack:!0,supportsFIPS:!0},regionRegex:"^eusc\\-(de)\\-\\w+\\-\\d+$",regions:{"eusc-de-east-1":{description:"AWS European Sovereign Cloud (Germany)"}}},{id:"aws-iso",outputs:{dnsSuffix:"c2s.ic.gov",dualStackDnsSuffix:"api.aws.ic.gov",implicitGlobalRegion:"us-iso-east-1",name:"aws-iso",supportsDualStack:!0,supportsFIPS:!0},regionRegex:"^us\\-iso\\-\\w+\\-\\d+$",regions:{"aws-iso-global":{description:"aws-iso global region"},"us-iso-east-1":{description:"US ISO East"},"us-iso-west-1":{description:"US ISO WEST"}}},{id:"aws-iso-b",outputs:{dnsSuffix:"sc2s.sgov.gov",dualStackDnsSuffix:"api.aws.scloud",implicitGlobalRegion:"us-isob-east-1",name:"aws-iso-b",supportsDualStack:!0,supportsFIPS:!0},regionRegex:"^us\\-isob\\-\\w+\\-\\d+$",regions:{"aws-iso-b-global":{description:"aws-iso-b global region"},"us-isob-east-1":{description:"US ISOB East (Ohio)"},"us-isob-west-1":{description:"US ISOB West"}}},{id:"aws-iso-e",outputs:{dnsSuffix:"cloud.adc-e.uk",dualStackDnsSuffix:"api.cloud-aws.adc-e.uk",implicitGlobalRegion:"eu-isoe-west-1",name:"aws-iso-e",supportsDualStack:!0,supportsFIPS:!0},regionRegex:"^eu\\-isoe\\-\\w+\\-\\d+$",regions:{"aws-iso-e-global":{description:"aws-iso-e global region"},"eu-isoe-west-1":{description:"EU ISOE West"}}},{id:"aws-iso-f",outputs:{dnsSuffix:"csp.hci.ic.gov",dualStackDnsSuffix:"api.aws.hci.ic.gov",implicitGlobalRegion:"us-isof-south-1",name:"aws-iso-f",supportsDualStack:!0,supportsFIPS:!0},regionRegex:"^us\\-isof\\-\\w+\\-\\d+$",regions:{"aws-iso-f-global":{description:"aws-iso-f global region"},"us-isof-east-1":{description:"US ISOF EAST"},"us-isof-south-1":{description:"US ISOF SOUTH"}}},{id:"aws-us-gov",outputs:{dnsSuffix:"amazonaws.com",dualStackDnsSuffix:"api.aws",implicitGlobalRegion:"us-gov-west-1",name:"aws-us-gov",supportsDualStack:!0,supportsFIPS:!0},regionRegex:"^us\\-gov\\-\\w+\\-\\d+$",regions:{"aws-us-gov-global":{description:"aws-us-gov global region"},"us-gov-east-1":{description:"AWS GovCloud (US-East)"},"us-gov-west-1":{description:"AWS GovCloud (US-West)"}}}],version:"1.1"}});var zv,jv,FE,ME,qu=p(()=>{UE();zv=$E,jv="",FE=t=>{let{partitions:e}=zv;for(let o of e){let{regions:s,outputs:n}=o;for(let[i,a]of Object.entries(s))if(i===t)return{...n,...a}}for(let o of e){let{regionRegex:s,outputs:n}=o;if(new RegExp(s).test(t))return{...n}}let r=e.find(o=>o.id==="aws");if(!r)throw new Error("Provided region was not found in the partition array or regex, and default partition with id 'aws' doesn't exist.");return{...r.outputs}},ME=()=>jv});var HE,Wu,BE=p(()=>{HE=require("stream"),Wu=t=>(t==null?void 0:t.body)instanceof HE.Readable||typeof ReadableStream<"u"&&(t==null?void 0:t.body)instanceof ReadableStream});var zE,jE,VE,GE,qE,WE=p(()=>{zE=["BandwidthLimitExceeded","EC2ThrottledException","LimitExceededException","PriorRequestNotComplete","ProvisionedThroughputExceededException","RequestLimitExceeded","RequestThrottled","RequestThrottledException","SlowDown","ThrottledException","Throttling","ThrottlingException","TooManyRequestsException","TransactionInProgressException"],jE=["TimeoutError","RequestTimeout","RequestTimeoutException"],VE=[500,502,503,504],GE=["ECONNRESET","ECONNREFUSED","EPIPE","ETIMEDOUT"],qE=["EHOSTUNREACH","ENETUNREACH","ENOTFOUND","EAI_AGAIN"]});function Wv(t){return t.code==="ERR_HTTP2_STREAM_ERROR"&&t.message.includes("NGHTTP2_REFUSED_STREAM")}var Vv,Gv,qv,Wi,Ki,KE,Ku=p(()=>{WE();Vv=t=>(t==null?void 0:t.$retryable)!==void 0,Gv=t=>{var e;return(e=t.$metadata)==null?void 0:e.clockSkewCorrected},qv=t=>{let e=new Set(["Failed to fetch","NetworkError when attempting to fetch resource","The Internet connection appears to be offline","Load failed","Network request failed"]);return t&&t instanceof TypeError?e.has(t.message):!1},Wi=t=>{var e,r;return((e=t.$metadata)==null?void 0:e.httpStatusCode)===429||zE.includes(t.name)||((r=t.$retryable)==null?void 0:r.throttling)==!0},Ki=(t,e=0)=>{var r,o;return(t==null?void 0:t.name)!=="AbortError"&&(Vv(t)||Gv(t)||t.name==="InvalidSignatureException"&&((r=t.message)==null?void 0:r.includes("Signature expired"))||jE.includes(t.name)||GE.includes((t==null?void 0:t.code)||"")||qE.includes((t==null?void 0:t.code)||"")||VE.includes(((o=t.$metadata)==null?void 0:o.httpStatusCode)||0)||qv(t)||Wv(t)||t.cause!==void 0&&e<=10&&Ki(t.cause,e+1))},KE=t=>{var e;if(((e=t.$metadata)==null?void 0:e.httpStatusCode)!==void 0){let r=t.$metadata.httpStatusCode;return 500<=r&&r<=599&&!Ki(t)}return!1}});var Xi,Kv,XE,JE=p(()=>{Xi=(t,e)=>{if(!e)return t;let r=()=>{},o=new Promise((s,n)=>{let i=()=>n(Kv());e.aborted?i():typeof e.addEventListener=="function"?(e.addEventListener("abort",i,{once:!0}),r=()=>e.removeEventListener("abort",i)):e.onabort=i});return Promise.race([t,o]).finally(r)},Kv=()=>Object.assign(new Error("Request aborted"),{name:"AbortError"}),XE=t=>typeof t=="object"&&t!==null&&"name"in t&&t.name==="AbortError"});var YE,QE,ZE=p(()=>{YE="amz-sdk-invocation-id",QE="amz-sdk-request"});function ex(t,e){var r,o,s,n;if(Oe.isInstance(t))for(let i in t.headers){if(!I(t.headers,i))continue;let a=i.toLowerCase();if(a==="retry-after"){let c=t.headers[i],l=NaN;if(c.endsWith("GMT"))try{l=(us(c).getTime()-Date.now())/1e3}catch(u){(r=e==null?void 0:e.trace)==null||r.call(e,"Failed to parse retry-after header"),(o=e==null?void 0:e.trace)==null||o.call(e,u)}else c.match(/ GMT, ((\d+)|(\d+\.\d+))$/)?l=Number((s=c.match(/ GMT, ([\d.]+)$/))==null?void 0:s[1]):c.match(/^((\d+)|(\d+\.\d+))$/)?l=Number(c):Date.parse(c)>=Date.now()&&(l=(Date.parse(c)-Date.now())/1e3);return isNaN(l)?void 0:new Date(Date.now()+l*1e3)}else if(a==="x-amz-retry-after"){let c=t.headers[i],l=Number(c);if(isNaN(l)){(n=e==null?void 0:e.trace)==null||n.call(e,`Failed to parse x-amz-retry-after=${c}`);return}return new Date(Date.now()+l)}}}var tx=p(()=>{q();F();D()});var rx,ox=p(()=>{rx=t=>t instanceof Error?t:t instanceof Object?Object.assign(new Error,t):typeof t=="string"?new Error(t):new Error(`AWS SDK error wrapper for ${t}`)});function Xu(t){return e=>(r,o)=>async s=>{var c,l,u;let n=await e.retryStrategy(),i=await e.maxAttempts(),a=(c=o[Et])==null?void 0:c.abortSignal;if(Xv(n)){n=n;let d=(o.partition_id??"")+(o.__retryLongPoll?":longpoll":""),m=await Xi(n.acquireInitialRetryToken(d),a),f=new Error,h=0,y=0,{request:g}=s,S=V.isInstance(g);for(S&&(g.headers[YE]=iu());;)try{S&&(g.headers[QE]=`attempt=${h+1}; max=${i}`);let{response:R,output:x}=await r(s);return n.recordSuccess(m),x.$metadata.attempts=h+1,x.$metadata.totalRetryDelay=y,{response:R,output:x}}catch(R){let x=Jv(R,e.logger);if(f=rx(R),S&&t(g))throw(l=o.logger instanceof $e?console:o.logger)==null||l.warn("An error was encountered in a non-retryable streaming request."),f;try{m=await Xi(n.refreshRetryTokenForRetry(m,x),a)}catch(N){throw a!=null&&a.aborted&&XE(N)?N:(f.$metadata||(f.$metadata={}),f.$metadata.attempts=h+1,f.$metadata.totalRetryDelay=y,f)}h=m.getRetryCount();let w=m.getRetryDelay();y+=(((u=m==null?void 0:m.$retryLog)==null?void 0:u.acquisitionDelay)??0)+w,w>0&&await Xi(new Promise(N=>setTimeout(N,w)),a)}}else return n=n,n!=null&&n.mode&&(o.userAgent=[...o.userAgent||[],["cfg/retry-mode",n.mode]]),n.retry(r,s)}}function sx(t){let e=Xu(t);return r=>({applyToStack:o=>{o.add(e(r),Qv)}})}var Xv,Jv,Yv,Qv,nx=p(()=>{O();F();D();tr();Ku();JE();ZE();tx();ox();Xv=t=>typeof t.acquireInitialRetryToken<"u"&&typeof t.refreshRetryTokenForRetry<"u"&&typeof t.recordSuccess<"u",Jv=(t,e)=>{let r={error:t,errorType:Yv(t)},o=ex(t.$response,e);return o&&(r.retryAfterHint=o),r},Yv=t=>Wi(t)?"THROTTLING":Ki(t)?"TRANSIENT":KE(t)?"SERVER_ERROR":"CLIENT_ERROR",Qv={name:"retryMiddleware",tags:["RETRY"],step:"finalizeRequest",priority:"high",override:!0}});var Ji,ix=p(()=>{Ku();Ji=class t{static setTimeoutFn=(e,r)=>setTimeout(e,r);beta;minCapacity;minFillRate;scaleConstant;smooth;enabled=!1;availableTokens=0;lastMaxRate=0;measuredTxRate=0;requestCount=0;fillRate;lastThrottleTime;lastTimestamp=0;lastTxRateBucket;maxCapacity;timeWindow=0;constructor(e){this.beta=(e==null?void 0:e.beta)??.7,this.minCapacity=(e==null?void 0:e.minCapacity)??1,this.minFillRate=(e==null?void 0:e.minFillRate)??.5,this.scaleConstant=(e==null?void 0:e.scaleConstant)??.4,this.smooth=(e==null?void 0:e.smooth)??.8,this.lastThrottleTime=this.getCurrentTimeInSeconds(),this.lastTxRateBucket=Math.floor(this.getCurrentTimeInSeconds()),this.fillRate=this.minFillRate,this.maxCapacity=this.minCapacity}async getSendToken(){return this.acquireTokenBucket(1)}updateClientSendingRate(e){let r;this.updateMeasuredRate();let o=e;if((o==null?void 0:o.errorType)==="THROTTLING"||Wi((o==null?void 0:o.error)??e)){let i=this.enabled?Math.min(this.measuredTxRate,this.fillRate):this.measuredTxRate;this.lastMaxRate=i,this.calculateTimeWindow(),this.lastThrottleTime=this.getCurrentTimeInSeconds(),r=this.cubicThrottle(i),this.enableTokenBucket()}else this.calculateTimeWindow(),r=this.cubicSuccess(this.getCurrentTimeInSeconds());let n=Math.min(r,2*this.measuredTxRate);this.updateTokenBucketRate(n)}getCurrentTimeInSeconds(){return Date.now()/1e3}async acquireTokenBucket(e){if(this.enabled){for(this.refillTokenBucket();e>this.availableTokens;){let r=(e-this.availableTokens)/this.fillRate*1e3;await new Promise(o=>t.setTimeoutFn(o,r)),this.refillTokenBucket()}this.availableTokens=this.availableTokens-e}}refillTokenBucket(){let e=this.getCurrentTimeInSeconds();if(!this.lastTimestamp){this.lastTimestamp=e;return}let r=(e-this.lastTimestamp)*this.fillRate;this.availableTokens=Math.min(this.maxCapacity,this.availableTokens+r),this.lastTimestamp=e}calculateTimeWindow(){this.timeWindow=this.getPrecise(Math.pow(this.lastMaxRate*(1-this.beta)/this.scaleConstant,1/3))}cubicThrottle(e){return this.getPrecise(e*this.beta)}cubicSuccess(e){return this.getPrecise(this.scaleConstant*Math.pow(e-this.lastThrottleTime-this.timeWindow,3)+this.lastMaxRate)}enableTokenBucket(){this.enabled=!0}updateTokenBucketRate(e){this.refillTokenBucket(),this.fillRate=Math.max(e,this.minFillRate),this.maxCapacity=Math.max(e,this.minCapacity),this.availableTokens=Math.min(this.availableTokens,this.maxCapacity)}updateMeasuredRate(){let e=this.getCurrentTimeInSeconds(),r=Math.floor(e*2)/2;if(this.requestCount++,r>this.lastTxRateBucket){let o=this.requestCount/(r-this.lastTxRateBucket);this.measuredTxRate=this.getPrecise(o*this.smooth+this.measuredTxRate*(1-this.smooth)),this.requestCount=0,this.lastTxRateBucket=r}}getPrecise(e){return parseFloat(e.toFixed(8))}}});var nt,Yi=p(()=>{nt=class{static v2026=!0;static delay(){return 50}static throttlingDelay(){return 1e3}static cost(){return 14}static throttlingCost(){return 5}static modifiedCostType(){return"THROTTLING"}}});var Qi,ax=p(()=>{Yi();Qi=class{x=nt.delay();computeNextBackoffDelay(e){let s=Math.random()*Math.min(this.x*2**e,2e4);return Math.floor(s)}setDelayBase(e){this.x=e}}});var Bs,cx=p(()=>{Bs=class{delay;count;cost;longPoll;$retryLog={acquisitionDelay:0};constructor(e,r,o,s){this.delay=e,this.count=r,this.cost=o,this.longPoll=s}getRetryCount(){return this.count}getRetryDelay(){return Math.min(2e4,this.delay)}getRetryCost(){return this.cost}isLongPoll(){return this.longPoll}}});var it,Pr,at,zs=p(()=>{(function(t){t.STANDARD="standard",t.ADAPTIVE="adaptive"})(it||(it={}));Pr=3,at=it.STANDARD});var Zi,ao,Ju=p(()=>{ax();cx();zs();Yi();Zi={incompatible:1,attempts:2,capacity:3},ao=class{mode=it.STANDARD;retryBackoffStrategy;capacity=500;maxAttemptsProvider;baseDelay;constructor(e){typeof e=="number"?this.maxAttemptsProvider=async()=>e:typeof e=="function"?this.maxAttemptsProvider=e:e&&typeof e=="object"&&(this.maxAttemptsProvider=async()=>e.maxAttempts,this.baseDelay=e.baseDelay,this.retryBackoffStrategy=e.backoff),this.maxAttemptsProvider??(this.maxAttemptsProvider=async()=>Pr),this.baseDelay??(this.baseDelay=nt.delay()),this.retryBackoffStrategy??(this.retryBackoffStrategy=new Qi)}async acquireInitialRetryToken(e){return new Bs(nt.delay(),0,void 0,e.includes(":longpoll"))}async refreshRetryTokenForRetry(e,r){var a,c;let o=await this.getMaxAttempts(),s=this.retryCode(e,r,o),n=s===0,i=(a=e.isLongPoll)==null?void 0:a.call(e);if(n||i){let l=r.errorType;this.retryBackoffStrategy.setDelayBase(l==="THROTTLING"?nt.throttlingDelay():this.baseDelay);let u=this.retryBackoffStrategy.computeNextBackoffDelay(e.getRetryCount()),d=u;if(r.retryAfterHint instanceof Date&&(d=Math.max(u,Math.min(r.retryAfterHint.getTime()-Date.now(),u+5e3))),n){let m=this.getCapacityCost(l);this.capacity-=m;let f=new Bs(0,e.getRetryCount()+1,m,((c=e.isLongPoll)==null?void 0:c.call(e))??!1);return await new Promise(h=>setTimeout(h,d)),f.$retryLog.acquisitionDelay=d,f}else{let m=s===Zi.capacity&&i?d:0;m>0&&await new Promise(f=>setTimeout(f,m))}}throw new Error("No retry token available")}recordSuccess(e){this.capacity=Math.min(500,this.capacity+(e.getRetryCost()??1))}getCapacity(){return this.capacity}async maxAttempts(){return this.maxAttemptsProvider()}async getMaxAttempts(){try{return await this.maxAttemptsProvider()}catch{return console.warn(`Max attempts provider could not resolve. Using default of ${Pr}`),Pr}}retryCode(e,r,o){let s=e.getRetryCount()+1,n=this.isRetryableError(r.errorType)?0:Zi.incompatible,i=s<o?0:Zi.attempts,a=this.capacity>=this.getCapacityCost(r.errorType)?0:Zi.capacity;return n||i||a}getCapacityCost(e){return e===nt.modifiedCostType()?nt.throttlingCost():nt.cost()}isRetryableError(e){return e==="THROTTLING"||e==="TRANSIENT"}}});var ea,px=p(()=>{ix();Ju();zs();ea=class{mode=it.ADAPTIVE;rateLimiter;standardRetryStrategy;constructor(e,r){let{rateLimiter:o}=r??{};this.rateLimiter=o??new Ji,this.standardRetryStrategy=r?new ao({maxAttempts:typeof e=="number"?e:3,...r}):new ao(e)}async acquireInitialRetryToken(e){let r=await this.standardRetryStrategy.acquireInitialRetryToken(e);return await this.rateLimiter.getSendToken(),r}async refreshRetryTokenForRetry(e,r){this.rateLimiter.updateClientSendingRate(r);let o=await this.standardRetryStrategy.refreshRetryTokenForRetry(e,r);return await this.rateLimiter.getSendToken(),o}recordSuccess(e){this.rateLimiter.updateClientSendingRate({}),this.standardRetryStrategy.recordSuccess(e)}async maxAttemptsProvider(){return this.standardRetryStrategy.maxAttempts()}}});var Yu,Qu,zt,jt,lx,ux,Vt,dx=p(()=>{O();px();Ju();zs();Yi();Yu="AWS_MAX_ATTEMPTS",Qu="max_attempts",zt={environmentVariableSelector:t=>{let e=t[Yu];if(!e)return;let r=parseInt(e);if(Number.isNaN(r))throw new Error(`Environment variable ${Yu} mast be a number, got "${e}"`);return r},configFileSelector:t=>{let e=t[Qu];if(!e)return;let r=parseInt(e);if(Number.isNaN(r))throw new Error(`Shared config file entry ${Qu} mast be a number, got "${e}"`);return r},default:Pr},jt=(t,e)=>{let{retryStrategy:r,retryMode:o}=t,{defaultMaxAttempts:s=Pr,defaultBaseDelay:n=nt.delay()}=e??{},i=W(t.maxAttempts??s),a=r?Promise.resolve(r):void 0,c=async()=>{let l=await i();return await W(o)()===it.ADAPTIVE?new ea(i,{maxAttempts:l,baseDelay:n}):new ao({maxAttempts:l,baseDelay:n})};return Object.assign(t,{maxAttempts:i,retryStrategy:()=>a??(a=c())})},lx="AWS_RETRY_MODE",ux="retry_mode",Vt={environmentVariableSelector:t=>t[lx],configFileSelector:t=>t[ux],default:at}});var p8,cr,dt=p(()=>{BE();nx();zs();dx();p8=Xu(Wu),cr=sx(Wu)});async function mx(t,e,r){var n,i,a,c,l;let o=r.request;if(((n=o==null?void 0:o.headers)==null?void 0:n["smithy-protocol"])==="rpc-v2-cbor"&&Zt(t,"PROTOCOL_RPC_V2_CBOR","M"),typeof e.retryStrategy=="function"){let u=await e.retryStrategy();if(typeof u.mode=="string")switch(u.mode){case it.ADAPTIVE:Zt(t,"RETRY_MODE_ADAPTIVE","F");break;case it.STANDARD:Zt(t,"RETRY_MODE_STANDARD","E");break}}if(typeof e.accountIdEndpointMode=="function"){let u=t.endpointV2;switch(String((i=u==null?void 0:u.url)==null?void 0:i.hostname).match(tP)&&Zt(t,"ACCOUNT_ID_ENDPOINT","O"),await((a=e.accountIdEndpointMode)==null?void 0:a.call(e))){case"disabled":Zt(t,"ACCOUNT_ID_MODE_DISABLED","Q");break;case"preferred":Zt(t,"ACCOUNT_ID_MODE_PREFERRED","P");break;case"required":Zt(t,"ACCOUNT_ID_MODE_REQUIRED","R");break}}let s=(l=(c=t.__smithy_context)==null?void 0:c.selectedHttpAuthScheme)==null?void 0:l.identity;if(s!=null&&s.$source){let u=s;u.accountId&&Zt(t,"RESOLVED_ACCOUNT_ID","T");for(let[d,m]of Object.entries(u.$source??{}))Zt(t,d,m)}}var tP,fx=p(()=>{dt();Ef();tP=/\d{12}\.ddb/});var Zu,ta,hx,gx,yx=p(()=>{Zu="user-agent",ta="x-amz-user-agent",hx=/[^!$%&'*+\-.^_`|~\w]/g,gx=/[^!$%&'*+\-.^_`|~\w#]/g});function Sx(t){let e="";for(let r in t){let o=t[r];if(e.length+o.length+1<=1024){e.length?e+=","+o:e+=o;continue}break}return e}var Ex=p(()=>{});var _x,ra,wx,Gt,Tx=p(()=>{F();qu();fx();yx();Ex();_x=t=>(e,r)=>async o=>{var h,y,g,S;let{request:s}=o;if(!V.isInstance(s))return e(o);let{headers:n}=s,i=((h=r==null?void 0:r.userAgent)==null?void 0:h.map(ra))||[],a=(await t.defaultUserAgentProvider()).map(ra);await mx(r,t,o);let c=r;a.push(`m/${Sx(Object.assign({},(y=r.__smithy_context)==null?void 0:y.features,(g=c.__aws_sdk_context)==null?void 0:g.features))}`);let l=((S=t==null?void 0:t.customUserAgent)==null?void 0:S.map(ra))||[],u=await t.userAgentAppId();u&&a.push(ra(["app",`${u}`]));let d=ME(),m=(d?[d]:[]).concat([...a,...i,...l]).join(" "),f=[...a.filter(R=>R.startsWith("aws-sdk-")),...l].join(" ");return t.runtime!=="browser"?(f&&(n[ta]=n[ta]?`${n[Zu]} ${f}`:f),n[Zu]=m):n[ta]=m,e({...o,request:s})},ra=t=>{var i;let e=t[0].split("/").map(a=>a.replace(hx,"-")).join("/"),r=(i=t[1])==null?void 0:i.replace(gx,"-"),o=e.indexOf("/"),s=e.substring(0,o),n=e.substring(o+1);return s==="api"&&(n=n.toLowerCase()),[s,n,r].filter(a=>a&&a.length>0).reduce((a,c,l)=>{switch(l){case 0:return c;case 1:return`${a}/${c}`;default:return`${a}#${c}`}},"")},wx={name:"getUserAgentMiddleware",step:"build",priority:"low",tags:["SET_USER_AGENT","USER_AGENT"],override:!0},Gt=t=>({applyToStack:e=>{e.add(_x(t),wx)}})});var oa,Ix,Ax=p(()=>{oa=require("process"),Ix=()=>{let t=["deno","bun","llrt"];for(let e of t)if(oa.versions[e])return[`md/${e}`,oa.versions[e]];return["md/nodejs",oa.versions.node]}});var td,Cx=p(()=>{td={isCrtAvailable:!1}});var bx,vx=p(()=>{Cx();bx=()=>td.isCrtAvailable?["md/crt-avail"]:null});var sa,rd,qt,Px=p(()=>{sa=require("os"),rd=require("process");Ax();vx();qt=({serviceId:t,clientVersion:e})=>{let r=Ix();return async o=>{var c;let s=[["aws-sdk-js",e],["ua","2.1"],[`os/${(0,sa.platform)()}`,(0,sa.release)()],["lang/js"],r],n=bx();n&&s.push(n),t&&s.push([`api/${t}`,e]),rd.env.AWS_EXECUTION_ENV&&s.push([`exec-env/${rd.env.AWS_EXECUTION_ENV}`]);let i=await((c=o==null?void 0:o.userAgentAppId)==null?void 0:c.call(o));return i?[...s,[`app/${i}`]]:[...s]}}});var Nx,Ox,rP,Wt,Dx=p(()=>{Gu();Nx="AWS_SDK_UA_APP_ID",Ox="sdk_ua_app_id",rP="sdk-ua-app-id",Wt={environmentVariableSelector:t=>t[Nx],configFileSelector:t=>t[Ox]??t[rP],default:qi}});var kx=p(()=>{Y()});var od,Lx=p(()=>{Y();kx();od=(t,e=!1)=>{if(e){for(let r of t.split("."))if(!od(r))return!1;return!0}return!(!rr(t)||t.length<3||t.length>63||t!==t.toLowerCase()||ko(t))}});var $x,Ux=p(()=>{$x=t=>{let e=t.split(":");if(e.length<6)return null;let[r,o,s,n,i,...a]=e;if(r!=="arn"||o===""||s===""||a.join(":")==="")return null;let c=a.map(l=>l.split("/")).flat();return{partition:o,service:s,region:n,accountId:i,resourceId:c}}});var mt,Fx=p(()=>{Y();Lx();Ux();qu();mt={isVirtualHostableS3Bucket:od,parseArn:$x,partition:FE};Fe.aws=mt});function sd(t={}){return T({...Ue,async default(){return Mx.silence||console.warn("@aws-sdk - WARN - default STS region of us-east-1 used. See @aws-sdk/credential-providers README and set a region explicitly."),"us-east-1"}},{...rt,...t})}var Mx,Hx=p(()=>{k();Mx={silence:!1}});var Kt,Xt,Bx=p(()=>{Kt=t=>({setRegion(e){t.region=e},region(){return t.region}}),Xt=t=>({region:t.region()})});var H=p(()=>{yf();Sf();xf();pE();dE();RE();Gu();Tx();Px();Dx();Fx();Hx();Bx()});var na,ia,zx=p(()=>{F();na=t=>{var e,r;return Oe.isInstance(t)?((e=t.headers)==null?void 0:e.date)??((r=t.headers)==null?void 0:r.Date):void 0},ia=t=>{var e,r;return Oe.isInstance(t)?((e=t.headers)==null?void 0:e.age)??((r=t.headers)==null?void 0:r.Age):void 0}});var Vs,jx=p(()=>{Vs=t=>new Date(Date.now()+t)});var aa,Vx=p(()=>{aa=(t,e,r,o)=>{if(o!==void 0)return e;let s=Date.parse(t);if(Number.isNaN(s))return e;let n=Date.now();return r!==void 0&&n-r>9e5?e:s-n}});var nd=p(()=>{zx();jx();Vx()});var Gs,oP,qs,ge,id=p(()=>{F();tr();nd();Gs=(t,e)=>{if(!e)throw new Error(`Property \`${t}\` is not resolved for AWS SDK SigV4Auth`);return e},oP=t=>{var o;let e=t.context,r=(o=e==null?void 0:e[Et])==null?void 0:o.eventStream;return(r==null?void 0:r.output)===!0},qs=async t=>{var l,u,d;let e=Gs("context",t.context),r=Gs("config",t.config),o=(d=(u=(l=e.endpointV2)==null?void 0:l.properties)==null?void 0:u.authSchemes)==null?void 0:d[0],n=await Gs("signer",r.signer)(o),i=t==null?void 0:t.signingRegion,a=t==null?void 0:t.signingRegionSet,c=t==null?void 0:t.signingName;return{config:r,signer:n,signingRegion:i,signingRegionSet:a,signingName:c}},ge=class{async sign(e,r,o){var f,h;if(!V.isInstance(e))throw new Error("The request is not an instance of `HttpRequest` and cannot be signed");let s=await qs(o),{config:n,signer:i}=s,{signingRegion:a,signingName:c}=s,l=o.context;if(((f=l==null?void 0:l.authSchemes)==null?void 0:f.length)??!1){let[y,g]=l.authSchemes;(y==null?void 0:y.name)==="sigv4a"&&(g==null?void 0:g.name)==="sigv4"&&(a=(g==null?void 0:g.signingRegion)??a,c=(g==null?void 0:g.signingName)??c)}let u=await((h=n.disableClockSkewCorrection)==null?void 0:h.call(n))===!0;o._disableClockSkewCorrection=u;let d=u||oP(o);return o._skipClockSkewSampling=d,d||(o._preRequestSystemClockOffset=n.systemClockOffset,o._requestSentAt=Date.now()),await i.sign(e,{signingDate:u?new Date:Vs(n.systemClockOffset),signingRegion:a,signingService:c})}errorHandler(e){return r=>{let o=r;if(!e._skipClockSkewSampling&&!e._disableClockSkewCorrection){let s=o.ServerTime??na(o.$response);if(s){let n=Gs("config",e.config),i=e._preRequestSystemClockOffset,a=e._requestSentAt,c=ia(o.$response),l=aa(s,n.systemClockOffset,a,c);n.systemClockOffset=l,Math.abs(l)>=24e4&&(l!==i||i!==void 0&&i!==l)&&o.$metadata&&(o.$metadata.clockSkewCorrected=!0)}}throw r}}successHandler(e,r){if(r._skipClockSkewSampling||r._disableClockSkewCorrection)return;let o=na(e);if(o){let s=Gs("config",r.config),n=r._requestSentAt,i=ia(e);s.systemClockOffset=aa(o,s.systemClockOffset,n,i)}}}});var Nr,Gx=p(()=>{F();nd();id();Nr=class extends ge{async sign(e,r,o){var f,h;if(!V.isInstance(e))throw new Error("The request is not an instance of `HttpRequest` and cannot be signed");let{config:s,signer:n,signingRegion:i,signingRegionSet:a,signingName:c}=await qs(o),u=(await((f=s.sigv4aSigningRegionSet)==null?void 0:f.call(s))??a??[i]).join(","),d=await((h=s.disableClockSkewCorrection)==null?void 0:h.call(s))===!0;return o._disableClockSkewCorrection=d,d||(o._preRequestSystemClockOffset=s.systemClockOffset,o._requestSentAt=Date.now()),await n.sign(e,{signingDate:d?new Date:Vs(s.systemClockOffset),signingRegion:u,signingService:c})}}});var ad,qx=p(()=>{ad=t=>typeof t=="string"&&t.length>0?t.split(",").map(e=>e.trim()):[]});var Wx,Kx=p(()=>{Wx=t=>`AWS_BEARER_TOKEN_${t.replace(/[\s-]/g,"_").toUpperCase()}`});var Xx,Jx,ft,Yx=p(()=>{qx();Kx();Xx="AWS_AUTH_SCHEME_PREFERENCE",Jx="auth_scheme_preference",ft={environmentVariableSelector:(t,e)=>{if(e!=null&&e.signingName&&Wx(e.signingName)in t)return["httpBearerAuth"];if(Xx in t)return ad(t[Xx])},configFileSelector:t=>{if(Jx in t)return ad(t[Jx])},default:[]}});var ca,pa,Qx=p(()=>{qe();k();ca=t=>(t.sigv4aSigningRegionSet=Ht(t.sigv4aSigningRegionSet),t),pa={environmentVariableSelector(t){if(t.AWS_SIGV4A_SIGNING_REGION_SET)return t.AWS_SIGV4A_SIGNING_REGION_SET.split(",").map(e=>e.trim());throw new Ae("AWS_SIGV4A_SIGNING_REGION_SET not set in env.",{tryNextLink:!0})},configFileSelector(t){if(t.sigv4a_signing_region_set)return(t.sigv4a_signing_region_set??"").split(",").map(e=>e.trim());throw new Ae("sigv4a_signing_region_set not set in profile.",{tryNextLink:!0})},default:void 0}});function eR(t){for(let e=0;e<8;e++)t[e]^=255;for(let e=7;e>-1&&(t[e]++,t[e]===0);e--);}var la,Zx,sP,cd,tR=p(()=>{D();D();la=class{format(e){let r=[];for(let n in e){if(!I(e,n))continue;let i=te(n);r.push(Uint8Array.from([i.byteLength]),i,this.formatHeaderValue(e[n]))}let o=new Uint8Array(r.reduce((n,i)=>n+i.byteLength,0)),s=0;for(let n of r)o.set(n,s),s+=n.byteLength;return o}formatHeaderValue(e){switch(e.type){case"boolean":return Uint8Array.from([e.value?0:1]);case"byte":return Uint8Array.from([2,e.value]);case"short":let r=new DataView(new ArrayBuffer(3));return r.setUint8(0,3),r.setInt16(1,e.value,!1),new Uint8Array(r.buffer);case"integer":let o=new DataView(new ArrayBuffer(5));return o.setUint8(0,4),o.setInt32(1,e.value,!1),new Uint8Array(o.buffer);case"long":let s=new Uint8Array(9);return s[0]=5,s.set(e.value.bytes,1),s;case"binary":let n=new DataView(new ArrayBuffer(3+e.value.byteLength));n.setUint8(0,6),n.setUint16(1,e.value.byteLength,!1);let i=new Uint8Array(n.buffer);return i.set(e.value,3),i;case"string":let a=te(e.value),c=new DataView(new ArrayBuffer(3+a.byteLength));c.setUint8(0,7),c.setUint16(1,a.byteLength,!1);let l=new Uint8Array(c.buffer);return l.set(a,3),l;case"timestamp":let u=new Uint8Array(9);return u[0]=8,u.set(cd.fromNumber(e.value.valueOf()).bytes,1),u;case"uuid":if(!sP.test(e.value))throw new Error(`Invalid UUID received: ${e.value}`);let d=new Uint8Array(17);return d[0]=9,d.set(ms(e.value.replace(/-/g,"")),1),d}}};(function(t){t[t.boolTrue=0]="boolTrue",t[t.boolFalse=1]="boolFalse",t[t.byte=2]="byte",t[t.short=3]="short",t[t.integer=4]="integer",t[t.long=5]="long",t[t.byteArray=6]="byteArray",t[t.string=7]="string",t[t.timestamp=8]="timestamp",t[t.uuid=9]="uuid"})(Zx||(Zx={}));sP=/^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/,cd=class t{bytes;constructor(e){if(this.bytes=e,e.byteLength!==8)throw new Error("Int64 buffers must be exactly 8 bytes")}static fromNumber(e){if(e>9223372036854776e3||e<-9223372036854776e3)throw new Error(`${e} is too large (or, if negative, too small) to represent as an Int64`);let r=new Uint8Array(8);for(let o=7,s=Math.abs(Math.round(e));o>-1&&s>0;o--,s/=256)r[o]=s;return e<0&&eR(r),new t(r)}valueOf(){let e=this.bytes.slice(0),r=e[0]&128;return r&&eR(e),parseInt(oe(e),16)*(r?-1:1)}toString(){return String(this.valueOf())}}});var rR,oR,pd,sR,nR,ld,ud,dd,md,nP,iR,aR,Ws,cR,pR,lR,uR,ua,dR,mR,fR,fd,hR,co=p(()=>{rR="X-Amz-Algorithm",oR="X-Amz-Credential",pd="X-Amz-Date",sR="X-Amz-SignedHeaders",nR="X-Amz-Expires",ld="X-Amz-Signature",ud="X-Amz-Security-Token",dd="authorization",md=pd.toLowerCase(),nP="date",iR=[dd,md,nP],aR=ld.toLowerCase(),Ws="x-amz-content-sha256",cR=ud.toLowerCase(),pR={authorization:!0,"cache-control":!0,connection:!0,expect:!0,from:!0,"keep-alive":!0,"max-forwards":!0,pragma:!0,referer:!0,te:!0,trailer:!0,"transfer-encoding":!0,upgrade:!0,"user-agent":!0,"x-amzn-trace-id":!0},lR=/^proxy-/,uR=/^sec-/,ua="AWS4-HMAC-SHA256",dR="AWS4-HMAC-SHA256-PAYLOAD",mR="UNSIGNED-PAYLOAD",fR=50,fd="aws4_request",hR=3600*24*7});var gR,yR=p(()=>{D();F();co();gR=({query:t={}})=>{let e=[],r={};for(let o in t){if(!I(t,o)||o.toLowerCase()===aR)continue;let s=$t(o);e.push(s);let n=t[o];typeof n=="string"?r[s]=`${s}=${$t(n)}`:Array.isArray(n)&&(r[s]=n.slice(0).reduce((i,a)=>i.concat([`${s}=${$t(a)}`]),[]).sort().join("&"))}return e.sort().map(o=>r[o]).filter(o=>o).join("&")}});var SR,iP,ER=p(()=>{SR=t=>iP(t).toISOString().replace(/\.\d{3}Z$/,"Z"),iP=t=>typeof t=="number"?new Date(t*1e3):typeof t=="string"?Number(t)?new Date(Number(t)*1e3):new Date(t):t});var da,xR=p(()=>{O();F();D();yR();ER();da=class{service;regionProvider;credentialProvider;sha256;uriEscapePath;applyChecksum;constructor({applyChecksum:e,credentials:r,region:o,service:s,sha256:n,uriEscapePath:i=!0}){this.service=s,this.sha256=n,this.uriEscapePath=i,this.applyChecksum=typeof e=="boolean"?e:!0,this.regionProvider=W(o),this.credentialProvider=W(r)}createCanonicalRequest(e,r,o){let s=Object.keys(r).sort();return`${e.method}
${this.getCanonicalPath(e)}
${gR(e)}
${s.map(n=>`${n}:${r[n]}`).join(`
`)}

${s.join(";")}
${o}`}async createStringToSign(e,r,o,s){let n=new this.sha256;n.update(Qe(o));let i=await n.digest();return`${s}
${e}
${r}
${oe(i)}`}getCanonicalPath({path:e}){if(this.uriEscapePath){let r=[];for(let n of e.split("/"))(n==null?void 0:n.length)!==0&&n!=="."&&(n===".."?r.pop():r.push(n));let o=`${e!=null&&e.startsWith("/")?"/":""}${r.join("/")}${r.length>0&&(e!=null&&e.endsWith("/"))?"/":""}`;return $t(o).replace(/%2F/g,"/")}return e}validateResolvedCredentials(e){if(typeof e!="object"||typeof e.accessKeyId!="string"||typeof e.secretAccessKey!="string")throw new Error("Resolved credential object is not valid")}formatDate(e){let r=SR(e).replace(/[-:]/g,"");return{longDate:r,shortDate:r.slice(0,8)}}getCanonicalHeaderList(e){return Object.keys(e).sort().join(";")}}});var ma,hd,fa,_R,RR,wR=p(()=>{D();co();ma={},hd=[],fa=(t,e,r)=>`${t}/${e}/${r}/${fd}`,_R=async(t,e,r,o,s)=>{let n=await RR(t,e.secretAccessKey,e.accessKeyId),i=`${r}:${o}:${s}:${oe(n)}:${e.sessionToken}`;if(i in ma)return ma[i];for(hd.push(i);hd.length>fR;)delete ma[hd.shift()];let a=`AWS4${e.secretAccessKey}`;for(let c of[r,o,s,fd])a=await RR(t,a,c);return ma[i]=a},RR=(t,e,r)=>{let o=new t(e);return o.update(Qe(r)),o.digest()}});var gd,TR=p(()=>{D();co();gd=({headers:t},e,r)=>{let o={};for(let s of Object.keys(t).sort()){if(t[s]==null)continue;let n=s.toLowerCase();(I(pR,n)||e!=null&&e.has(n)||lR.test(n)||uR.test(n))&&(!r||r&&!r.has(n))||(n==="__proto__"&&gr(o),o[n]=t[s].replace(/[\r\n]/g," ").replace(/[ \t]+/g," ").replace(/^ | $/g,""))}return o}});var ha,IR=p(()=>{D();D();co();ha=async({headers:t,body:e},r)=>{for(let o in t)if(I(t,o)&&o.toLowerCase()===Ws)return t[o];if(e==null)return"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";if(typeof e=="string"||ArrayBuffer.isView(e)||ps(e)){let o=new r;return o.update(Qe(e)),oe(await o.digest())}return mR}});var AR,CR=p(()=>{D();AR=(t,e)=>{t=t.toLowerCase();for(let r in e)if(I(e,r)&&t===r.toLowerCase())return!0;return!1}});var bR,vR=p(()=>{D();F();bR=(t,e={})=>{var s,n;let{headers:r,query:o={}}=V.clone(t);for(let i in r){if(!I(r,i))continue;let a=i.toLowerCase();(a.slice(0,6)==="x-amz-"&&!((s=e.unhoistableHeaders)!=null&&s.has(a))||(n=e.hoistableHeaders)!=null&&n.has(a))&&(o[i]=r[i],delete r[i])}return{...t,headers:r,query:o}}});var yd,PR=p(()=>{D();F();co();yd=t=>{t=V.clone(t);for(let e in t.headers)I(t.headers,e)&&iR.indexOf(e.toLowerCase())>-1&&delete t.headers[e];return t}});var Or,NR=p(()=>{D();tR();xR();co();wR();TR();IR();CR();vR();PR();Or=class extends da{headerFormatter=new la;constructor({applyChecksum:e,credentials:r,region:o,service:s,sha256:n,uriEscapePath:i=!0}){super({applyChecksum:e,credentials:r,region:o,service:s,sha256:n,uriEscapePath:i})}async presign(e,r={}){let{signingDate:o=new Date,expiresIn:s=3600,unsignableHeaders:n,unhoistableHeaders:i,signableHeaders:a,hoistableHeaders:c,signingRegion:l,signingService:u}=r,d=await this.credentialProvider();this.validateResolvedCredentials(d);let m=l??await this.regionProvider(),{longDate:f,shortDate:h}=this.formatDate(o);if(s>hR)return Promise.reject("Signature version 4 presigned URLs must have an expiration date less than one week in the future");let y=fa(h,m,u??this.service),g=bR(yd(e),{unhoistableHeaders:i,hoistableHeaders:c});d.sessionToken&&(g.query[ud]=d.sessionToken),g.query[rR]=ua,g.query[oR]=`${d.accessKeyId}/${y}`,g.query[pd]=f,g.query[nR]=s.toString(10);let S=gd(g,n,a);return g.query[sR]=this.getCanonicalHeaderList(S),g.query[ld]=await this.getSignature(f,y,this.getSigningKey(d,m,h,u),this.createCanonicalRequest(g,S,await ha(e,this.sha256))),g}async sign(e,r){return typeof e=="string"?this.signString(e,r):e.headers&&e.payload?this.signEvent(e,r):e.message?this.signMessage(e,r):this.signRequest(e,r)}async signEvent({headers:e,payload:r},{signingDate:o=new Date,priorSignature:s,signingRegion:n,signingService:i,eventStreamCredentials:a}){let c=n??await this.regionProvider(),{shortDate:l,longDate:u}=this.formatDate(o),d=fa(l,c,i??this.service),m=await ha({headers:{},body:r},this.sha256),f=new this.sha256;f.update(e);let h=oe(await f.digest()),y=[dR,u,d,s,h,m].join(`
`);return this.signString(y,{signingDate:o,signingRegion:c,signingService:i,eventStreamCredentials:a})}async signMessage(e,{signingDate:r=new Date,signingRegion:o,signingService:s,eventStreamCredentials:n}){return this.signEvent({headers:this.headerFormatter.format(e.message.headers),payload:e.message.body},{signingDate:r,signingRegion:o,signingService:s,priorSignature:e.priorSignature,eventStreamCredentials:n}).then(a=>({message:e.message,signature:a}))}async signString(e,{signingDate:r=new Date,signingRegion:o,signingService:s,eventStreamCredentials:n}={}){let i=n??await this.credentialProvider();this.validateResolvedCredentials(i);let a=o??await this.regionProvider(),{shortDate:c}=this.formatDate(r),l=new this.sha256(await this.getSigningKey(i,a,c,s));return l.update(Qe(e)),oe(await l.digest())}async signRequest(e,{signingDate:r=new Date,signableHeaders:o,unsignableHeaders:s,signingRegion:n,signingService:i}={}){let a=await this.credentialProvider();this.validateResolvedCredentials(a);let c=n??await this.regionProvider(),l=yd(e),{longDate:u,shortDate:d}=this.formatDate(r),m=fa(d,c,i??this.service);l.headers[md]=u,a.sessionToken&&(l.headers[cR]=a.sessionToken);let f=await ha(l,this.sha256);!AR(Ws,l.headers)&&this.applyChecksum&&(l.headers[Ws]=f);let h=gd(l,s,o),y=await this.getSignature(u,m,this.getSigningKey(a,c,d,i),this.createCanonicalRequest(l,h,f));return l.headers[dd]=`${ua} Credential=${a.accessKeyId}/${m}, SignedHeaders=${this.getCanonicalHeaderList(h)}, Signature=${y}`,l}async getSignature(e,r,o,s){let n=await this.createStringToSign(e,r,s,ua),i=new this.sha256(await o);return i.update(Qe(n)),oe(await i.digest())}getSigningKey(e,r,o,s){return _R(this.sha256,e,o,r,s||this.service)}}});var ga,OR=p(()=>{ga={SignatureV4a:null}});var ya=p(()=>{NR();OR()});function aP(t,{credentials:e,credentialDefaultProvider:r}){let o;return e?e!=null&&e.memoized?o=e:o=Gi(e,Vi,Hs):r?o=Ht(r(Object.assign({},t,{parentClientConfig:t}))):o=async()=>{throw new Error("@aws-sdk/core::resolveAwsSdkSigV4Config - `credentials` not provided and no credentialDefaultProvider was configured.")},o.memoized=!0,o}function cP(t,e){if(e.configBound)return e;let r=async o=>e({...o,callerClientConfig:t});return r.memoized=e.memoized,r.configBound=!0,r}var Sd,DR=p(()=>{H();qe();ya();Sd=t=>e=>{let r=e.credentials,o=!!e.credentials,s;Object.defineProperty(e,"credentials",{set(u){u&&u!==r&&u!==s&&(o=!0),r=u;let d=aP(e,{credentials:r,credentialDefaultProvider:e.credentialDefaultProvider}),m=cP(e,d);if(o&&!m.attributed){let f=typeof r=="object"&&r!==null;s=async h=>{let g=await m(h);return f&&(!g.$source||Object.keys(g.$source).length===0)?M(g,"CREDENTIALS_CODE","e"):g},s.memoized=m.memoized,s.configBound=m.configBound,s.attributed=!0}else s=m},get(){return s},enumerable:!0,configurable:!0}),e.credentials=r;let{signingEscapePath:n=!0,systemClockOffset:i=e.systemClockOffset||0,sha256:a}=e,c;return e.signer?c=Ht(e.signer):e.regionInfoProvider?c=()=>Ht(e.region)().then(async u=>[await e.regionInfoProvider(u,{useFipsEndpoint:await e.useFipsEndpoint(),useDualstackEndpoint:await e.useDualstackEndpoint()})||{},u]).then(([u,d])=>{let{signingRegion:m,signingService:f}=u;e.signingRegion=e.signingRegion||m||d,e.signingName=e.signingName||f||e.serviceId;let h={...e,credentials:e.credentials,region:e.signingRegion,service:e.signingName,sha256:a,uriEscapePath:n},y=e.signerConstructor||Or;return new y(h)}):c=async u=>{u=Object.assign({},{name:"sigv4",signingName:e.signingName||e.defaultSigningName,signingRegion:await Ht(e.region)(),properties:{}},u);let d=u.signingRegion,m=u.signingName;e.signingRegion=e.signingRegion||d,e.signingName=e.signingName||m||e.serviceId;let f={...e,credentials:e.credentials,region:e.signingRegion,service:e.signingName,sha256:a,uriEscapePath:n},h=e.signerConstructor||Or;return new h(f)},Object.assign(e,{systemClockOffset:i,signingEscapePath:n,signer:c,disableClockSkewCorrection:Ht(e.disableClockSkewCorrection??t)})}});var Ed=p(()=>{id();Gx();Yx();Qx();DR()});var lP,uP,kR,LR=p(()=>{k();lP="AWS_DISABLE_CLOCK_SKEW_CORRECTION",uP="disable_clock_skew_correction",kR={environmentVariableSelector:t=>et(t,lP,ke.ENV),configFileSelector:t=>et(t,uP,ke.CONFIG),default:!1}});var $R,UR=p(()=>{k();LR();$R=T(kR)});var pr,ve=p(()=>{Ed();Ed();UR();pr=Sd($R)});var Ks,Xs,xd,Rd,_d,wd,Sa,VR=p(()=>{H();k();Ks="AWS_ACCESS_KEY_ID",Xs="AWS_SECRET_ACCESS_KEY",xd="AWS_SESSION_TOKEN",Rd="AWS_CREDENTIAL_EXPIRATION",_d="AWS_CREDENTIAL_SCOPE",wd="AWS_ACCOUNT_ID",Sa=t=>async()=>{var a;(a=t==null?void 0:t.logger)==null||a.debug("@aws-sdk/credential-provider-env - fromEnv");let e=process.env[Ks],r=process.env[Xs],o=process.env[xd],s=process.env[Rd],n=process.env[_d],i=process.env[wd];if(e&&r){let c={accessKeyId:e,secretAccessKey:r,...o&&{sessionToken:o},...s&&{expiration:new Date(s)},...n&&{credentialScope:n},...i&&{accountId:i}};return M(c,"CREDENTIALS_ENV_VARS","g"),c}throw new _("Unable to find environment variable credentials.",{logger:t==null?void 0:t.logger})}});var GR={};je(GR,{ENV_ACCOUNT_ID:()=>wd,ENV_CREDENTIAL_SCOPE:()=>_d,ENV_EXPIRATION:()=>Rd,ENV_KEY:()=>Ks,ENV_SECRET:()=>Xs,ENV_SESSION:()=>xd,fromEnv:()=>Sa});var Td=p(()=>{VR()});var Ea,xa,Id=p(()=>{Ea=t=>!!t&&typeof t=="object"&&typeof t.AccessKeyId=="string"&&typeof t.SecretAccessKey=="string"&&typeof t.Token=="string"&&typeof t.Expiration=="string",xa=t=>({accessKeyId:t.AccessKeyId,secretAccessKey:t.SecretAccessKey,sessionToken:t.Token,expiration:new Date(t.Expiration),...t.AccountId&&{accountId:t.AccountId}})});var qR,WR,Ko,Ra=p(()=>{qR=1e3,WR=0,Ko=({maxRetries:t=0,timeout:e=1e3})=>({maxRetries:t,timeout:e})});var Ad,KR=p(()=>{Ad=xr(require("http"))});function Dr(t){return new Promise((e,r)=>{var s;let o=Ad.default.request({method:"GET",...t,hostname:(s=t.hostname)==null?void 0:s.replace(/^\[(.+)\]$/,"$1")});o.on("error",n=>{r(Object.assign(new Ae("Unable to connect to instance metadata service"),n)),o.destroy()}),o.on("timeout",()=>{r(new Ae("TimeoutError from instance metadata service")),o.destroy()}),o.on("response",n=>{let{statusCode:i=400}=n;(i<200||300<=i)&&(r(Object.assign(new Ae("Error response received from instance metadata service"),{statusCode:i})),o.destroy());let a=[];n.on("data",c=>{a.push(c)}),n.on("end",()=>{e(Buffer.concat(a)),o.destroy()})}),o.end()})}var _a=p(()=>{k();KR()});var Js,Cd=p(()=>{Js=(t,e)=>{let r=t();for(let o=0;o<e;o++)r=r.catch(t);return r}});var Xo,Ys,wa,XR,fP,hP,gP,yP,SP,JR=p(()=>{k();Id();Ra();_a();Cd();Xo="AWS_CONTAINER_CREDENTIALS_FULL_URI",Ys="AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",wa="AWS_CONTAINER_AUTHORIZATION_TOKEN",XR=(t={})=>{let{timeout:e,maxRetries:r}=Ko(t);return()=>Js(async()=>{let o=await SP({logger:t.logger}),s=JSON.parse(await fP(e,o));if(!Ea(s))throw new _("Invalid response received from instance metadata service.",{logger:t.logger});return xa(s)},r)},fP=async(t,e)=>(process.env[wa]&&(e.headers={...e.headers,Authorization:process.env[wa]}),(await Dr({...e,timeout:t})).toString()),hP="169.254.170.2",gP=new Set(["localhost","127.0.0.1"]),yP=new Set(["http:","https:"]),SP=async({logger:t})=>{if(process.env[Ys])return{hostname:hP,path:process.env[Ys]};if(process.env[Xo]){let e;try{e=new URL(process.env[Xo])}catch{throw new _(`${process.env[Xo]} is not a valid container metadata service URL`,{tryNextLink:!1,logger:t})}if(!e.hostname||!gP.has(e.hostname))throw new _(`${e.hostname} is not a valid container metadata service hostname`,{tryNextLink:!1,logger:t});if(!e.protocol||!yP.has(e.protocol))throw new _(`${e.protocol} is not a valid container metadata service protocol`,{tryNextLink:!1,logger:t});return{protocol:e.protocol,hostname:e.hostname,path:e.pathname+e.search,port:e.port?parseInt(e.port,10):void 0}}throw new _(`The container metadata credential provider cannot be used unless the ${Ys} or ${Xo} environment variable is set`,{tryNextLink:!1,logger:t})}});var Ta,YR=p(()=>{k();Ta=class t extends _{tryNextLink;name="InstanceMetadataV1FallbackError";constructor(e,r=!0){super(e,r),this.tryNextLink=r,Object.setPrototypeOf(this,t.prototype)}}});var po,bd=p(()=>{(function(t){t.IPv4="http://169.254.169.254",t.IPv6="http://[fd00:ec2::254]"})(po||(po={}))});var EP,xP,QR,ZR=p(()=>{EP="AWS_EC2_METADATA_SERVICE_ENDPOINT",xP="ec2_metadata_service_endpoint",QR={environmentVariableSelector:t=>t[EP],configFileSelector:t=>t[xP],default:void 0}});var kr,vd=p(()=>{(function(t){t.IPv4="IPv4",t.IPv6="IPv6"})(kr||(kr={}))});var RP,_P,e_,t_=p(()=>{vd();RP="AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",_P="ec2_metadata_service_endpoint_mode",e_={environmentVariableSelector:t=>t[RP],configFileSelector:t=>t[_P],default:kr.IPv4}});var Ia,wP,TP,Pd=p(()=>{k();F();bd();ZR();vd();t_();Ia=async()=>he(await wP()||await TP()),wP=async()=>T(QR)(),TP=async()=>{let t=await T(e_)();switch(t){case kr.IPv4:return po.IPv4;case kr.IPv6:return po.IPv6;default:throw new Error(`Unsupported endpoint mode: ${t}. Select from ${Object.values(kr)}`)}}});var IP,Nd,r_=p(()=>{IP="https://docs.aws.amazon.com/sdkref/latest/guide/feature-static-credentials.html",Nd=(t,e)=>{let r=300+Math.floor(Math.random()*300),o=new Date(Date.now()+r*1e3);e.warn(`Attempting credential expiration extension due to a credential service availability issue. A refresh of these credentials will be attempted after ${new Date(o)}.
For more information, please visit: `+IP);let s=t.originalExpiration??t.expiration;return{...t,...s?{originalExpiration:s}:{},expiration:o}}});var o_,s_=p(()=>{r_();o_=(t,e={})=>{let r=(e==null?void 0:e.logger)||console,o;return async()=>{let s;try{s=await t(),s.expiration&&s.expiration.getTime()<Date.now()&&(s=Nd(s,r))}catch(n){if(o)r.warn("Credential renew failed: ",n),s=Nd(o,r);else throw n}return o=s,s}}});var a_,AP,Od,n_,i_,c_,CP,bP,vP,PP,p_=p(()=>{k();YR();Id();Ra();_a();Cd();Pd();s_();a_="/latest/meta-data/iam/security-credentials/",AP="/latest/api/token",Od="AWS_EC2_METADATA_V1_DISABLED",n_="ec2_metadata_v1_disabled",i_="x-aws-ec2-metadata-token",c_=(t={})=>o_(CP(t),{logger:t.logger}),CP=(t={})=>{let e=!1,{logger:r,profile:o}=t,{timeout:s,maxRetries:n}=Ko(t),i=async(a,c)=>{var d;if(e||((d=c.headers)==null?void 0:d[i_])==null){let m=!1,f=!1,h=await T({environmentVariableSelector:y=>{let g=y[Od];if(f=!!g&&g!=="false",g===void 0)throw new _(`${Od} not set in env, checking config file next.`,{logger:t.logger});return f},configFileSelector:y=>{let g=y[n_];return m=!!g&&g!=="false",m},default:!1},{profile:o})();if(t.ec2MetadataV1Disabled||h){let y=[];throw t.ec2MetadataV1Disabled&&y.push("credential provider initialization (runtime option ec2MetadataV1Disabled)"),m&&y.push(`config file profile (${n_})`),f&&y.push(`process environment variable (${Od})`),new Ta(`AWS EC2 Metadata v1 fallback has been blocked by AWS SDK configuration in the following: [${y.join(", ")}].`)}}let u=(await Js(async()=>{let m;try{m=await vP(c)}catch(f){throw f.statusCode===401&&(e=!1),f}return m},a)).trim();return Js(async()=>{let m;try{m=await PP(u,c,t)}catch(f){throw f.statusCode===401&&(e=!1),f}return m},a)};return async()=>{let a=await Ia();if(e)return r==null||r.debug("AWS SDK Instance Metadata","using v1 fallback (no token fetch)"),i(n,{...a,timeout:s});{let c;try{c=(await bP({...a,timeout:s})).toString()}catch(l){if((l==null?void 0:l.statusCode)===400)throw Object.assign(l,{message:"EC2 Metadata token request returned error"});return(l.message==="TimeoutError"||[403,404,405].includes(l.statusCode))&&(e=!0),r==null||r.debug("AWS SDK Instance Metadata","using v1 fallback (initial)"),i(n,{...a,timeout:s})}return i(n,{...a,headers:{[i_]:c},timeout:s})}}},bP=async t=>Dr({...t,path:AP,method:"PUT",headers:{"x-aws-ec2-metadata-token-ttl-seconds":"21600"}}),vP=async t=>(await Dr({...t,path:a_})).toString(),PP=async(t,e,r)=>{let o=JSON.parse((await Dr({...e,path:a_+t})).toString());if(!Ea(o))throw new _("Invalid response received from instance metadata service.",{logger:r.logger});return xa(o)}});var Qs={};je(Qs,{DEFAULT_MAX_RETRIES:()=>WR,DEFAULT_TIMEOUT:()=>qR,ENV_CMDS_AUTH_TOKEN:()=>wa,ENV_CMDS_FULL_URI:()=>Xo,ENV_CMDS_RELATIVE_URI:()=>Ys,Endpoint:()=>po,fromContainerMetadata:()=>XR,fromInstanceMetadata:()=>c_,getInstanceMetadataEndpoint:()=>Ia,httpRequest:()=>Dr,providerConfigFromInit:()=>Ko});var Zs=p(()=>{JR();p_();Ra();_a();Pd();bd()});function Dd(t){let e=t&&typeof t=="object"&&"reason"in t?t.reason:void 0;if(e){if(e instanceof Error){let s=new Error("Request aborted");return s.name="AbortError",s.cause=e,s}let o=new Error(String(e));return o.name="AbortError",o}let r=new Error("Request aborted");return r.name="AbortError",r}var l_=p(()=>{});var u_,d_=p(()=>{u_=["ECONNRESET","EPIPE","ETIMEDOUT"]});var m_,f_=p(()=>{D();m_=t=>{let e={};for(let r in t){if(!I(t,r))continue;let o=t[r];e[r]=Array.isArray(o)?o.join(","):o}return e}});var Jo,h_=p(()=>{Jo=xr(require("https"))});var se,lo=p(()=>{se={setTimeout:(t,e)=>setTimeout(t,e),clearTimeout:t=>clearTimeout(t)}});var g_,y_,S_=p(()=>{lo();g_=1e3,y_=(t,e,r=0)=>{if(!r)return-1;let o=s=>{let n=se.setTimeout(()=>{t.destroy(),e(Object.assign(new Error(`@smithy/node-http-handler - the request socket did not establish a connection with the server within the configured timeout of ${r} ms.`),{name:"TimeoutError"}))},r-s),i=a=>{a!=null&&a.connecting?a.on("connect",()=>{se.clearTimeout(n)}):se.clearTimeout(n)};t.socket?i(t.socket):t.on("socket",i)};return r<2e3?(o(0),0):se.setTimeout(o.bind(null,g_),g_)}});var E_,x_=p(()=>{lo();E_=(t,e,r=0,o,s)=>r?se.setTimeout(()=>{var i;let n=`@smithy/node-http-handler - [${o?"ERROR":"WARN"}] a request has exceeded the configured ${r} ms requestTimeout.`;if(o){let a=Object.assign(new Error(n),{name:"TimeoutError",code:"ETIMEDOUT"});t.destroy(a),e(a)}else n+=" Init client requestHandler with throwOnRequestTimeout=true to turn this into an error.",(i=s==null?void 0:s.warn)==null||i.call(s,n)},r):-1});var NP,R_,__=p(()=>{lo();NP=3e3,R_=(t,{keepAlive:e,keepAliveMsecs:r},o=NP)=>{if(e!==!0)return-1;let s=()=>{t.socket?t.socket.setKeepAlive(e,r||0):t.on("socket",n=>{n.setKeepAlive(e,r||0)})};return o===0?(s(),0):se.setTimeout(s,o)}});var Aa,w_=p(()=>{Aa=t=>{let e=t==null?void 0:t.defaultSocketTimeout;return typeof e=="number"&&Number.isFinite(e)&&e>0?e:void 0}});var OP,kd,T_=p(()=>{lo();OP=3e3,kd=(t,e,r=0,o=!1)=>{if(!Number.isFinite(r)||r<=0)return;let s;t.once("response",c=>s=c);let n=()=>{var l;if(s!=null&&s.complete){(l=t.socket)==null||l.destroy();return}let c=Object.assign(new Error(`@smithy/node-http-handler - the request socket timed out after ${r} ms of inactivity (${o?"service default socket timeout":"configured by client requestHandler"}).`),{name:"TimeoutError"});s==null||s.destroy(c),t.destroy(),e(c)},i=()=>{let{socket:c}=t;c?c.connecting?c.once("connect",i):(c.setTimeout(r,n),t.on("close",()=>c.removeListener("timeout",n))):t.once("socket",i)};if(r<6e3){i();return}let a=se.setTimeout(i,OP);t.once("close",()=>se.clearTimeout(a))}});async function C_(t,e,r=I_,o=!1){let s=e.headers,n=s?s.Expect||s.expect:void 0,i=-1,a=!0;!o&&n==="100-continue"&&(a=await Promise.race([new Promise(c=>{i=Number(se.setTimeout(()=>c(!0),Math.max(I_,r)))}),new Promise(c=>{t.on("continue",()=>{se.clearTimeout(i),c(!0)}),t.on("response",()=>{se.clearTimeout(i),c(!1)}),t.on("error",()=>{se.clearTimeout(i),c(!1)})})])),a&&DP(t,e.body)}function DP(t,e){if(e instanceof A_.Readable){e.pipe(t);return}if(e){let r=Buffer.isBuffer(e);if(r||typeof e=="string"){r&&e.byteLength===0?t.end():t.end(e);return}let s=e;if(typeof s=="object"&&s.buffer&&typeof s.byteOffset=="number"&&typeof s.byteLength=="number"){t.end(Buffer.from(s.buffer,s.byteOffset,s.byteLength));return}t.end(Buffer.from(e));return}t.end()}var A_,I_,b_=p(()=>{A_=require("stream");lo();I_=6e3});var Ca,v_,He,P_=p(()=>{D();F();l_();d_();f_();h_();S_();x_();__();w_();T_();lo();b_();He=class t{config;configProvider;socketWarningTimestamp=0;externalAgent=!1;metadata={handlerProtocol:"http/1.1"};static create(e){return typeof(e==null?void 0:e.handle)=="function"?e:new t(e)}static checkSocketUsage(e,r,o=console){var c,l,u;let{sockets:s,requests:n,maxSockets:i}=e;if(typeof i!="number"||i===1/0||Date.now()-15e3<r)return r;if(s&&n)for(let d in s){if(!I(s,d))continue;let m=((c=s[d])==null?void 0:c.length)??0,f=((l=n[d])==null?void 0:l.length)??0;if(m>=i&&f>=2*i)return(u=o==null?void 0:o.warn)==null||u.call(o,`@smithy/node-http-handler:WARN - socket usage at capacity=${m} and ${f} additional requests are enqueued.
See https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-maxsockets.html
or increase socketAcquisitionWarningTimeout=(millis) in the NodeHttpHandler config.`),Date.now()}return r}constructor(e){this.configProvider=new Promise((r,o)=>{typeof e=="function"?e().then(s=>{r(this.resolveDefaultConfig(s))}).catch(o):r(this.resolveDefaultConfig(e))})}destroy(){var e,r,o,s;(r=(e=this.config)==null?void 0:e.httpAgent)==null||r.destroy(),(s=(o=this.config)==null?void 0:o.httpsAgent)==null||s.destroy()}async handle(e,{abortSignal:r,requestTimeout:o}={}){this.config||(this.config=await this.configProvider);let s=this.config,n=s.logger,i=e.protocol==="https:";return!i&&!this.config.httpAgent&&(this.config.httpAgent=await this.config.httpAgentProvider()),new Promise((a,c)=>{let l,u=-1,d=-1,m=-1,f=-1,h=()=>{se.clearTimeout(u),se.clearTimeout(d),se.clearTimeout(m),se.clearTimeout(f)},y=async z=>{await l,h(),a(z)},g=async z=>{await l,h(),c(z)};if(r!=null&&r.aborted){let z=Dd(r);g(z);return}let S=e.headers,R=S?(S.Expect??S.expect)==="100-continue":!1,x=i?s.httpsAgent:s.httpAgent;R&&!this.externalAgent&&(x=new(i?Jo.default.Agent:Ca)({keepAlive:!1,maxSockets:1/0})),u=se.setTimeout(()=>{this.socketWarningTimestamp=t.checkSocketUsage(x,this.socketWarningTimestamp,n)},s.socketAcquisitionWarningTimeout??(s.requestTimeout??2e3)+(s.connectionTimeout??1e3));let w=e.query?wu(e.query):"",N;if(e.username!=null||e.password!=null){let z=e.username??"",Ye=e.password??"";N=`${z}:${Ye}`}let L=e.path;w&&(L+=`?${w}`),e.fragment&&(L+=`#${e.fragment}`);let B=e.hostname??"";B[0]==="["&&B.endsWith("]")?B=e.hostname.slice(1,-1):B=e.hostname;let ne={headers:e.headers,host:B,method:e.method,path:L,port:e.port,agent:x,auth:N},U=(i?Jo.default.request:v_)(ne,z=>{let Ye=new Oe({statusCode:z.statusCode||-1,reason:z.statusMessage,headers:m_(z.headers),body:z});y({response:Ye})});if(U.on("error",z=>{u_.includes(z.code)?g(Object.assign(z,{name:"TimeoutError"})):g(z)}),r){let z=()=>{U.destroy();let Ye=Dd(r);g(Ye)};if(typeof r.addEventListener=="function"){let Ye=r;Ye.addEventListener("abort",z,{once:!0}),U.once("close",()=>Ye.removeEventListener("abort",z))}else r.onabort=z}let Q=o??s.requestTimeout;d=y_(U,g,s.connectionTimeout),m=E_(U,g,Q,s.throwOnRequestTimeout,n??console);let de=s.socketTimeout===void 0?Aa(s):void 0;de?kd(U,g,de,!0):kd(U,g,s.socketTimeout);let Z=ne.agent;typeof Z=="object"&&"keepAlive"in Z&&(f=R_(U,{keepAlive:Z.keepAlive,keepAliveMsecs:Z.keepAliveMsecs})),l=C_(U,e,Q,this.externalAgent).catch(z=>(h(),c(z)))})}updateHttpClientConfig(e,r){this.config=void 0,this.configProvider=this.configProvider.then(o=>{switch(e){case Symbol.for("logger"):e="logger",r=o.logger??r;break;case Symbol.for("@smithy/defaultSocketTimeout"):e="defaultSocketTimeout",r=Aa(o)??r;break}return{...o,[e]:r}})}httpHandlerConfigs(){return this.config??{}}resolveDefaultConfig(e){let{requestTimeout:r,connectionTimeout:o,socketTimeout:s,socketAcquisitionWarningTimeout:n,httpAgent:i,httpsAgent:a,throwOnRequestTimeout:c,logger:l}=e||{},u=!0,d=50,m;return{connectionTimeout:o,requestTimeout:r,socketTimeout:s,defaultSocketTimeout:Aa(e),socketAcquisitionWarningTimeout:n,throwOnRequestTimeout:c,httpAgentProvider:()=>m??(m=(async()=>{let f=await Promise.resolve().then(()=>xr(require("http"))),{Agent:h,request:y}=f.default??f;return v_=y,Ca=h,i instanceof Ca||typeof(i==null?void 0:i.destroy)=="function"?(this.externalAgent=!0,i):new Ca({keepAlive:u,maxSockets:d,...i})})()),httpsAgent:a instanceof Jo.default.Agent||typeof(a==null?void 0:a.destroy)=="function"?(this.externalAgent=!0,a):new Jo.default.Agent({keepAlive:u,maxSockets:d,...a}),logger:l}}}});var uo=p(()=>{P_();D()});var kP,LP,$P,N_,O_=p(()=>{k();kP="169.254.170.2",LP="169.254.170.23",$P="[fd00:ec2::23]",N_=(t,e)=>{if(t.protocol!=="https:"&&!(t.hostname===kP||t.hostname===LP||t.hostname===$P)){if(t.hostname.includes("[")){if(t.hostname==="[::1]"||t.hostname==="[0000:0000:0000:0000:0000:0000:0000:0001]")return}else{if(t.hostname==="localhost")return;let r=t.hostname.split("."),o=s=>{let n=parseInt(s,10);return 0<=n&&n<=255};if(r[0]==="127"&&o(r[1])&&o(r[2])&&o(r[3])&&r.length===4)return}throw new _(`URL not accepted. It must either be HTTPS or match one of the following:
  - loopback CIDR 127.0.0.0/8 or [::1/128]
  - ECS container host 169.254.170.2
  - EKS container host 169.254.170.23 or [fd00:ec2::23]`,{logger:e})}}});function D_(t){return new V({protocol:t.protocol,hostname:t.hostname,port:Number(t.port),path:t.pathname,query:Array.from(t.searchParams.entries()).reduce((e,[r,o])=>(e[r]=o,e),{}),fragment:t.hash})}async function k_(t,e){let o=await Ps(t.body).transformToString();if(t.statusCode===200){let s=JSON.parse(o);if(typeof s.AccessKeyId!="string"||typeof s.SecretAccessKey!="string"||typeof s.Token!="string"||typeof s.Expiration!="string")throw new _("HTTP credential provider response not of the required format, an object matching: { AccessKeyId: string, SecretAccessKey: string, Token: string, Expiration: string(rfc3339) }",{logger:e});return{accessKeyId:s.AccessKeyId,secretAccessKey:s.SecretAccessKey,sessionToken:s.Token,expiration:Gp(s.Expiration)}}if(t.statusCode>=400&&t.statusCode<500){let s={};try{s=JSON.parse(o)}catch{}throw Object.assign(new _(`Server responded with status: ${t.statusCode}`,{logger:e}),{Code:s.Code,Message:s.Message})}throw new _(`Server responded with status: ${t.statusCode}`,{logger:e})}var L_=p(()=>{k();F();D();D()});var $_,U_=p(()=>{$_=(t,e,r)=>async()=>{for(let o=0;o<e;++o)try{return await t()}catch{await new Promise(n=>setTimeout(n,r))}return await t()}});var M_,UP,FP,MP,HP,BP,H_,F_,B_=p(()=>{H();k();uo();M_=xr(require("fs/promises"));O_();L_();U_();UP="AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",FP="http://169.254.170.2",MP="AWS_CONTAINER_CREDENTIALS_FULL_URI",HP="AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",BP="AWS_CONTAINER_AUTHORIZATION_TOKEN",H_=(t={})=>{var d,m,f,h;(d=t.logger)==null||d.debug("@aws-sdk/credential-provider-http - fromHttp");let e,r=t.awsContainerCredentialsRelativeUri??process.env[UP],o=t.awsContainerCredentialsFullUri??process.env[MP],s=t.awsContainerAuthorizationToken??process.env[BP],n=t.awsContainerAuthorizationTokenFile??process.env[HP],i=((f=(m=t.logger)==null?void 0:m.constructor)==null?void 0:f.name)==="NoOpLogger"||!((h=t.logger)!=null&&h.warn)?console.warn:t.logger.warn.bind(t.logger);if(r&&o&&(i("@aws-sdk/credential-provider-http: you have set both awsContainerCredentialsRelativeUri and awsContainerCredentialsFullUri."),i("awsContainerCredentialsRelativeUri will take precedence.")),s&&n&&(i("@aws-sdk/credential-provider-http: you have set both awsContainerAuthorizationToken and awsContainerAuthorizationTokenFile."),i("awsContainerAuthorizationTokenFile will take precedence.")),r)e=`${FP}${r}`;else if(o)e=o;else throw new _(`No HTTP credential provider host provided.
Set AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_CONTAINER_CREDENTIALS_RELATIVE_URI.`,{logger:t.logger});let a=new URL(e);N_(a,t.logger);let c=He.create({connectionTimeout:t.timeout??1e3}),l=t.timeout??1e3,u=$_(async()=>{let y=D_(a);n?y.headers.Authorization=F_((await M_.default.readFile(n)).toString()):s&&(y.headers.Authorization=F_(s));try{let g=await c.handle(y,{requestTimeout:l});return k_(g.response).then(S=>M(S,"CREDENTIALS_HTTP","z"))}catch(g){throw new _(String(g),{logger:t.logger})}},t.maxRetries??3,t.timeout??1e3);return async()=>{var y;try{return await u()}finally{(y=c.destroy)==null||y.call(c)}}},F_=t=>{if(t.includes(`\r
`))throw new _("Authorization token contains invalid \\r\\n sequence.");return t}});var ba={};je(ba,{fromHttp:()=>H_});var va=p(()=>{B_()});var Pa,Ld=p(()=>{Pa=t=>t&&(typeof t.sso_start_url=="string"||typeof t.sso_account_id=="string"||typeof t.sso_session=="string"||typeof t.sso_region=="string"||typeof t.sso_role_name=="string")});var Yo,Na=p(()=>{Yo="To refresh this SSO session run 'aws sso login' with the corresponding profile."});function jP(t){return{schemeId:"aws.auth#sigv4",signingProperties:{name:"sso-oauth",region:t.region},propertiesExtractor:(e,r)=>({signingProperties:{config:e,context:r}})}}function VP(t){return{schemeId:"smithy.api#noAuth"}}var G_,q_,W_,$d=p(()=>{ve();O();G_=async(t,e,r)=>({operation:re(e).operation,region:await W(t.region)()||(()=>{throw new Error("expected `region` to be configured for `aws.auth#sigv4`")})()});q_=t=>{let e=[];return t.operation==="CreateToken"?e.push(VP(t)):e.push(jP(t)),e},W_=t=>{let e=pr(t);return Object.assign(e,{authSchemePreference:W(t.authSchemePreference??[])})}});var K_,X_,Ud=p(()=>{K_=t=>Object.assign(t,{useDualstackEndpoint:t.useDualstackEndpoint??!1,useFipsEndpoint:t.useFipsEndpoint??!1,defaultSigningName:"sso-oauth"}),X_={UseFIPS:{type:"builtInParams",name:"useFipsEndpoint"},Endpoint:{type:"builtInParams",name:"endpoint"},Region:{type:"builtInParams",name:"region"},UseDualStack:{type:"builtInParams",name:"useDualstackEndpoint"}}});var Lr,en=p(()=>{Lr={name:"@aws-sdk/nested-clients",version:"3.998.3",description:"Nested clients for AWS SDK packages.",homepage:"https://github.com/aws/aws-sdk-js-v3/tree/main/packages/nested-clients",license:"Apache-2.0",author:{name:"AWS SDK for JavaScript Team",url:"https://aws.amazon.com/sdk-for-javascript/"},repository:{type:"git",url:"https://github.com/aws/aws-sdk-js-v3.git",directory:"packages/nested-clients"},files:["./cognito-identity.d.ts","./cognito-identity.js","./signin.d.ts","./signin.js","./sso-oidc.d.ts","./sso-oidc.js","./sso.d.ts","./sso.js","./sts.d.ts","./sts.js","dist-*~**"],sideEffects:!1,main:"./dist-cjs/index.js",module:"./dist-es/index.js",browser:{"./dist-es/submodules/cognito-identity/runtimeConfig":"./dist-es/submodules/cognito-identity/runtimeConfig.browser","./dist-es/submodules/signin/runtimeConfig":"./dist-es/submodules/signin/runtimeConfig.browser","./dist-es/submodules/sso-oidc/runtimeConfig":"./dist-es/submodules/sso-oidc/runtimeConfig.browser","./dist-es/submodules/sso/runtimeConfig":"./dist-es/submodules/sso/runtimeConfig.browser","./dist-es/submodules/sts/runtimeConfig":"./dist-es/submodules/sts/runtimeConfig.browser"},types:"./dist-types/index.d.ts",typesVersions:{"<4.5":{"dist-types/*":["dist-types/ts3.4/*"],"*":["dist-types/ts3.4/submodules/*~index.d.ts"]}},"react-native":{},exports:{"./package.json":"./package.json","./sso-oidc":{types:"./dist-types/submodules/sso-oidc/index.d.ts",module:"./dist-es/submodules/sso-oidc/index.js",node:"./dist-cjs/submodules/sso-oidc/index.js",import:"./dist-es/submodules/sso-oidc/index.js",require:"./dist-cjs/submodules/sso-oidc/index.js"},"./sts":{types:"./dist-types/submodules/sts/index.d.ts",module:"./dist-es/submodules/sts/index.js",node:"./dist-cjs/submodules/sts/index.js",import:"./dist-es/submodules/sts/index.js",require:"./dist-cjs/submodules/sts/index.js"},"./signin":{types:"./dist-types/submodules/signin/index.d.ts",module:"./dist-es/submodules/signin/index.js",node:"./dist-cjs/submodules/signin/index.js",import:"./dist-es/submodules/signin/index.js",require:"./dist-cjs/submodules/signin/index.js"},"./cognito-identity":{types:"./dist-types/submodules/cognito-identity/index.d.ts",module:"./dist-es/submodules/cognito-identity/index.js",node:"./dist-cjs/submodules/cognito-identity/index.js",import:"./dist-es/submodules/cognito-identity/index.js",require:"./dist-cjs/submodules/cognito-identity/index.js"},"./sso":{types:"./dist-types/submodules/sso/index.d.ts",module:"./dist-es/submodules/sso/index.js",node:"./dist-cjs/submodules/sso/index.js",import:"./dist-es/submodules/sso/index.js",require:"./dist-cjs/submodules/sso/index.js"}},scripts:{build:"concurrently 'yarn:build:types' 'yarn:build:es' && yarn build:cjs","build:cjs":"node ../../scripts/compilation/inline","build:es":"premove dist-es && tsc -p tsconfig.es.json","build:include:deps":'yarn g:turbo run build -F="$npm_package_name"',"build:types":"premove dist-types && tsc -p tsconfig.types.json","build:types:downlevel":"downlevel-dts dist-types dist-types/ts3.4",clean:"premove dist-cjs dist-es dist-types",lint:"node ../../scripts/validation/submodules-linter.js",prebuild:"yarn lint",test:"yarn g:vitest run","test:watch":"yarn g:vitest watch"},dependencies:{"@aws-sdk/core":"^3.981.0","@aws-sdk/signature-v4-multi-region":"^3.996.52","@aws-sdk/types":"^3.975.1","@smithy/core":"^3.40.0","@smithy/fetch-http-handler":"^5.8.1","@smithy/node-http-handler":"^4.14.2","@smithy/types":"^4.20.0",tslib:"^2.6.2"},devDependencies:{concurrently:"7.0.0","downlevel-dts":"0.10.1",premove:"4.0.0",typescript:"~7.0.2"},engines:{node:">=20.0.0"}}});var $r,Oa=p(()=>{O();K();$r=class{queryCompat;errorRegistry;constructor(e=!1){this.queryCompat=e}resolveRestContentType(e,r){let o=r.getMemberSchemas(),s=Object.values(o).find(n=>!!n.getMergedTraits().httpPayload);if(s){let n=s.getMergedTraits().mediaType;return n||(s.isStringSchema()?"text/plain":s.isBlobSchema()?"application/octet-stream":e)}else if(!r.isUnitSchema()&&Object.values(o).find(i=>{let{httpQuery:a,httpQueryParams:c,httpHeader:l,httpLabel:u,httpPrefixHeaders:d}=i.getMergedTraits();return!a&&!c&&!l&&!u&&d===void 0}))return e}async getErrorSchemaOrThrowBaseException(e,r,o,s,n,i){var l,u;let a=e;e.includes("#")&&([,a]=e.split("#"));let c={$metadata:n,$fault:o.statusCode<500?"client":"server"};if(!this.errorRegistry)throw new Error("@aws-sdk/core/protocols - error handler not initialized.");try{return{errorSchema:(i==null?void 0:i(this.errorRegistry,a))??this.errorRegistry.getSchema(e),errorMetadata:c}}catch{s.message=s.message??s.Message??"UnknownError";let m=this.errorRegistry,f=m.getBaseException();if(f){let g=m.getErrorCtor(f)??Error;throw this.decorateServiceException(Object.assign(new g({name:a}),c),s)}let h=s,y=(h==null?void 0:h.message)??(h==null?void 0:h.Message)??((l=h==null?void 0:h.Error)==null?void 0:l.Message)??((u=h==null?void 0:h.Error)==null?void 0:u.message);throw this.decorateServiceException(Object.assign(new Error(y),{name:a},c),s)}}compose(e,r,o){let s=o;r.includes("#")&&([s]=r.split("#"));let n=J.for(s),i=J.for("smithy.ts.sdk.synthetic."+o);e.copyFrom(n),e.copyFrom(i),this.errorRegistry=e}decorateServiceException(e,r={}){var o,s,n,i;if(this.queryCompat){let a=e.Message??r.Message,c=pi(e,r);a&&(c.message=a);let l=c.Error??{};l.Type=(o=c.Error)==null?void 0:o.Type,l.Code=(s=c.Error)==null?void 0:s.Code,l.Message=((n=c.Error)==null?void 0:n.message)??((i=c.Error)==null?void 0:i.Message)??a,c.Error=l;let u=c.$metadata.requestId;return u&&(c.RequestId=u),c}return pi(e,r)}setQueryCompatError(e,r){var s;let o=(s=r.headers)==null?void 0:s["x-amzn-query-error"];if(e!==void 0&&o!=null){let[n,i]=o.split(";"),a=Object.keys(e),c={Code:n,Type:i};e.Code=n,e.Type=i;for(let l=0;l<a.length;l++){let u=a[l];c[u==="message"?"Message":u]=e[u]}delete c.__type,e.Error=c}}queryCompatOutput(e,r){e.Error&&(r.Error=e.Error),e.Type&&(r.Type=e.Type),e.Code&&(r.Code=e.Code)}findQueryCompatibleError(e,r){try{return e.getSchema(r)}catch{return e.find(s=>{var n;return((n=$.of(s).getMergedTraits().awsQueryError)==null?void 0:n[0])===r})}}}});var Da,J_=p(()=>{F();K();Oa();Da=class extends oo{serializer;deserializer;serviceTarget;codec;mixin;awsQueryCompatible;constructor({defaultNamespace:e,errorTypeRegistries:r,serviceTarget:o,awsQueryCompatible:s,jsonCodec:n}){super({defaultNamespace:e,errorTypeRegistries:r}),this.serviceTarget=o,this.codec=n??new io({timestampFormat:{useTrait:!0,default:7},jsonName:!1}),this.serializer=this.codec.createSerializer(),this.deserializer=this.codec.createDeserializer(),this.awsQueryCompatible=!!s,this.mixin=new $r(this.awsQueryCompatible)}async serializeRequest(e,r,o){let s=await super.serializeRequest(e,r,o);return s.path.endsWith("/")||(s.path+="/"),s.headers["content-type"]=`application/x-amz-json-${this.getJsonRpcVersion()}`,s.headers["x-amz-target"]=`${this.serviceTarget}.${e.name}`,this.awsQueryCompatible&&(s.headers["x-amzn-query-mode"]="true"),(mr(e.input)==="unit"||!s.body)&&(s.body="{}"),s}getPayloadCodec(){return this.codec}async handleError(e,r,o,s,n){let{awsQueryCompatible:i}=this;i&&this.mixin.setQueryCompatError(s,o);let a=Ou(o,s,i)??"Unknown";this.mixin.compose(this.compositeErrorRegistry,a,this.options.defaultNamespace);let{errorSchema:c,errorMetadata:l}=await this.mixin.getErrorSchemaOrThrowBaseException(a,this.options.defaultNamespace,o,s,n,i?this.mixin.findQueryCompatibleError:void 0),u=$.of(c),d=s.message??s.Message??"UnknownError",m=this.compositeErrorRegistry.getErrorCtor(c)??Error,f=new m({}),h={},y=this.codec.createDeserializer();for(let[g,S]of u.structIterator())s[g]!=null&&(h[g]=y.readObject(S,s[g]));throw i&&this.mixin.queryCompatOutput(s,h),this.mixin.decorateServiceException(Object.assign(f,l,{$fault:u.getMergedTraits().error,message:d},h),s)}}});var tn,Y_=p(()=>{J_();tn=class extends Da{constructor({defaultNamespace:e,errorTypeRegistries:r,serviceTarget:o,awsQueryCompatible:s,jsonCodec:n}){super({defaultNamespace:e,errorTypeRegistries:r,serviceTarget:o,awsQueryCompatible:s,jsonCodec:n})}getShapeId(){return"aws.protocols#awsJson1_1"}getJsonRpcVersion(){return"1.1"}getDefaultContentType(){return"application/x-amz-json-1.1"}}});var yr,Q_=p(()=>{F();K();Oa();yr=class extends Ls{serializer;deserializer;codec;mixin=new $r;constructor({defaultNamespace:e,errorTypeRegistries:r,jsonCodec:o}){super({defaultNamespace:e,errorTypeRegistries:r});let s={timestampFormat:{useTrait:!0,default:7},httpBindings:!0,jsonName:!0};this.codec=o??new io(s),this.serializer=new Us(this.codec.createSerializer(),s),this.deserializer=new $s(this.codec.createDeserializer(),s)}getShapeId(){return"aws.protocols#restJson1"}getPayloadCodec(){return this.codec}setSerdeContext(e){this.codec.setSerdeContext(e),super.setSerdeContext(e)}async serializeRequest(e,r,o){let s=await super.serializeRequest(e,r,o),n=$.of(e.input);if(!s.headers["content-type"]){let i=this.mixin.resolveRestContentType(this.getDefaultContentType(),n);i&&(s.headers["content-type"]=i)}return s.body==null&&s.headers["content-type"]===this.getDefaultContentType()&&(s.body="{}"),s}async deserializeResponse(e,r,o){let s=await super.deserializeResponse(e,r,o),n=$.of(e.output);for(let[i,a]of n.structIterator())a.getMemberTraits().httpPayload&&!(i in s)&&(s[i]=null);return s}async handleError(e,r,o,s,n){let i=Nu(o,s)??"Unknown";this.mixin.compose(this.compositeErrorRegistry,i,this.options.defaultNamespace);let{errorSchema:a,errorMetadata:c}=await this.mixin.getErrorSchemaOrThrowBaseException(i,this.options.defaultNamespace,o,s,n),l=$.of(a),u=s.message??s.Message??"UnknownError",d=this.compositeErrorRegistry.getErrorCtor(a)??Error,m=new d({});await this.deserializeHttpMessage(a,r,o,s);let f={},h=this.codec.createDeserializer();for(let[y,g]of l.structIterator()){let S=g.getMergedTraits().jsonName??y;f[y]=h.readObject(g,s[S])}throw this.mixin.decorateServiceException(Object.assign(m,c,{$fault:l.getMergedTraits().error,message:u},f),s)}getDefaultContentType(){return"application/json"}}});function Fd(t){Object.defineProperty(t,"__proto__",{value:void 0,writable:!0,enumerable:!0,configurable:!0})}function Hd(t){return new Md(t).parse()}var Md,Z_=p(()=>{Md=class t{x;i=0;z;constructor(e){this.x=e,this.x=e.replace(/\r\n?/g,`
`),this.z=this.x.length}parse(){let e=this,{z:r}=e;for(;e.i<r&&(e.trim(),!(e.i>=r));)if(e.isNext("<?"))e.readTo("?>"),e.trim();else if(e.isNext("<!--"))e.readTo("-->"),e.trim();else if(e.isNext("<!DOCTYPE",!1))e.skipDoctype(),e.trim();else if(e.x[e.i]==="<"){let o=e.parseTag();return{[o.tag]:o.value}}else throw new Error("@aws-sdk XML parse error: unexpected content.");throw new Error("@aws-sdk XML parse error: no root element.")}isNext(e,r=!0){let o=this;return r?o.x.startsWith(e,o.i):o.x.toLowerCase().startsWith(e.toLowerCase(),o.i)}readTo(e){let r=this,o=r.x.indexOf(e,r.i);if(o===-1)throw new Error(`@aws-sdk XML parse error: expected "${e}" not found.`);let s=r.x.slice(r.i,o);return r.i=o+e.length,s}trim(){let e=this;for(;e.i<e.z&&` 	\r
`.includes(e.x[e.i]);)++e.i}readAttrValue(){let e=this,r=e.x[e.i];++e.i;let o="";for(;e.i<e.z&&e.x[e.i]!==r;)o+=e.x[e.i++];return++e.i,e.decodeEntities(o)}parseTag(){let e=this;++e.i;let r="";for(;e.i<e.z&&!` 	\r
>/`.includes(e.x[e.i]);)r+=e.x[e.i++];let o=!1,s={};for(;e.i<e.z&&(e.trim(),!">/".includes(e.x[e.i]));){let u="";for(;e.i<e.z&&!`= 	\r
>/?`.includes(e.x[e.i]);)u+=e.x[e.i++];if(e.trim(),e.x[e.i]!=="=")break;++e.i,e.trim(),u==="__proto__"&&Fd(s),s[u]=e.readAttrValue(),o=!0}if(e.i>=e.z)throw new Error("@aws-sdk XML parse error: unexpected end of input.");if(e.x[e.i]==="/"){if(++e.i,e.i>=e.z||e.x[e.i]!==">")throw new Error("@aws-sdk XML parse error: expected > at the end of self-closing tag.");return++e.i,{tag:r,value:o?s:""}}if(e.x[e.i]!==">")throw new Error("@aws-sdk XML parse error: expected > at the end of opening tag.");++e.i;let n=[],i=[],a=!1;for(;e.i<e.z&&!e.isNext("</");)if(e.x[e.i]==="<")e.isNext("<!--")?e.readTo("-->"):e.isNext("<![CDATA[")?(e.i+=9,n.push(e.readTo("]]>"))):e.isNext("<?")?e.readTo("?>"):(a=!0,i.push(e.parseTag()));else{let u="";for(;e.i<e.z&&e.x[e.i]!=="<";)u+=e.x[e.i++];n.push(e.decodeEntities(u))}if(!e.isNext("</"))throw new Error(`@aws-sdk XML parse error: missing closing tag </${r}>.`);e.i+=2;let c=e.readTo(">").trim();if(c!==r)throw new Error(`@aws-sdk XML parse error: mismatched tags <${r}> and </${c}>.`);if(!o&&n.length===0&&!a)return{tag:r,value:""};if(!o&&!a){let u=n.length===1?n[0]:n.join("");return u.trim()===""&&u.includes(`
`)?{tag:r,value:""}:{tag:r,value:u}}let l={};for(let u of n)u.trim()===""&&u.includes(`
`)||(l["#text"]="#text"in l?l["#text"]+u:u);for(let u of i)u.tag==="__proto__"&&Fd(l),u.tag in l?Array.isArray(l[u.tag])?l[u.tag].push(u.value):l[u.tag]=[l[u.tag],u.value]:l[u.tag]=u.value;for(let[u,d]of Object.entries(s))u==="__proto__"&&Fd(l),l[u]=d;return{tag:r,value:l}}static ENTITIES={amp:"&",lt:"<",gt:">",quot:'"',apos:"'"};skipDoctype(){let e=this;e.i+=9;let r=0;for(;e.i<e.z;){let o=e.x[e.i];if(o==="[")++r;else if(o==="]")--r;else if(o===">"&&r===0){++e.i;return}++e.i}throw new Error("@aws-sdk XML parse error: unclosed DOCTYPE.")}decodeEntities(e){return e.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|([a-zA-Z][a-zA-Z0-9]{0,30}));/g,(r,o,s,n)=>o?String.fromCharCode(parseInt(o,16)):s?String.fromCharCode(parseInt(s,10)):t.ENTITIES[n]??"")}}});var e0=p(()=>{Z_()});var Qo,Bd=p(()=>{Qo=class{serdeContext;setSerdeContext(e){this.serdeContext=e}}});var ka,t0=p(()=>{ka=class{from;to;keys;constructor(e,r){this.from=e,this.to=r;let o=Object.keys(this.from),s=new Set(o);s.delete("__type"),this.keys=s}mark(e){this.keys.delete(e)}hasUnknown(){return this.keys.size===1&&Object.keys(this.to).length===0}writeUnknown(){if(this.hasUnknown()){let e=this.keys.values().next().value,r=this.from[e];this.to.$unknown=[e,r]}}}});function r0(t){Object.defineProperty(t,"__proto__",{value:void 0,writable:!0,enumerable:!0,configurable:!0})}var o0=p(()=>{});var La,s0=p(()=>{e0();O();F();K();D();Bd();t0();o0();La=class extends Qo{settings;stringDeserializer;constructor(e){super(),this.settings=e,this.stringDeserializer=new so(e)}setSerdeContext(e){this.serdeContext=e,this.stringDeserializer.setSerdeContext(e)}read(e,r,o){var l;let s=$.of(e),n=s.getMemberSchemas();if(s.isStructSchema()&&s.isMemberSchema()&&!!Object.values(n).find(u=>!!u.getMemberTraits().eventPayload)){let u={},d=Object.keys(n)[0];return n[d].isBlobSchema()?u[d]=r:u[d]=this.read(n[d],r),u}let a=(((l=this.serdeContext)==null?void 0:l.utf8Encoder)??X)(r),c=this.parseXml(a);return this.readSchema(e,o?c[o]:c)}readSchema(e,r){let o=$.of(e);if(o.isUnitSchema())return;let s=o.getMergedTraits();if(o.isListSchema()&&!Array.isArray(r))return this.readSchema(o,[r]);if(r==null)return r;if(typeof r=="object"){let n=!!s.xmlFlattened;if(o.isListSchema()){let a=o.getValueSchema(),c=[],l=a.getMergedTraits().xmlName??"member",u=n?r:(r[0]??r)[l];if(u==null)return c;let d=Array.isArray(u)?u:[u];for(let m of d)c.push(this.readSchema(a,m));return c}let i={};if(o.isMapSchema()){let a=o.getKeySchema(),c=o.getValueSchema(),l;n?l=Array.isArray(r)?r:[r]:l=Array.isArray(r.entry)?r.entry:[r.entry];let u=a.getMergedTraits().xmlName??"key",d=c.getMergedTraits().xmlName??"value";for(let m of l){let f=m[u],h=m[d];f==="__proto__"&&r0(i),i[f]=this.readSchema(c,h)}return i}if(o.isStructSchema()){let a=o.isUnionSchema(),c;a&&(c=new ka(r,i));for(let[l,u]of o.structIterator()){let d=u.getMergedTraits(),m=d.httpPayload?d.xmlName??u.getName():u.getMemberTraits().xmlName??l;a&&c.mark(m),r[m]!=null&&(i[l]=this.readSchema(u,r[m]))}return a&&c.writeUnknown(),i}if(o.isDocumentSchema())return r;throw new Error(`@aws-sdk/core/protocols - xml deserializer unhandled schema type for ${o.getName(!0)}`)}return o.isListSchema()?[]:o.isMapSchema()||o.isStructSchema()?{}:this.stringDeserializer.read(o,r)}parseXml(e){if(e.length){let r;try{r=Hd(e)}catch(i){throw i&&typeof i=="object"&&Object.defineProperty(i,"$responseBodyText",{value:e}),i}let o="#text",s=Object.keys(r)[0],n=r[s];return n[o]&&(n[s]=n[o],delete n[o]),li(n)}return{}}}});var $a,n0=p(()=>{F();K();D();D();Bd();$a=class extends Qo{settings;buffer;constructor(e){super(),this.settings=e}write(e,r,o=""){var n;this.buffer===void 0&&(this.buffer="");let s=$.of(e);if(o&&!o.endsWith(".")&&(o+="."),s.isBlobSchema())(typeof r=="string"||r instanceof Uint8Array)&&(this.writeKey(o),this.writeValue((((n=this.serdeContext)==null?void 0:n.base64Encoder)??me)(r)));else if(s.isBooleanSchema()||s.isNumericSchema()||s.isStringSchema())r!=null?(this.writeKey(o),this.writeValue(String(r))):s.isIdempotencyToken()&&(this.writeKey(o),this.writeValue($o()));else if(s.isBigIntegerSchema())r!=null&&(this.writeKey(o),this.writeValue(String(r)));else if(s.isBigDecimalSchema())r!=null&&(this.writeKey(o),this.writeValue(r instanceof fe?r.string:String(r)));else if(s.isTimestampSchema()){if(r instanceof Date)switch(this.writeKey(o),no(s,this.settings)){case 5:this.writeValue(r.toISOString().replace(".000Z","Z"));break;case 6:this.writeValue(Kr(r));break;case 7:this.writeValue(String(r.getTime()/1e3));break}}else if(s.isDocumentSchema())Array.isArray(r)?this.write(79,r,o):r instanceof Date?this.write(4,r,o):r instanceof Uint8Array?this.write(21,r,o):r&&typeof r=="object"?this.write(143,r,o):(this.writeKey(o),this.writeValue(String(r)));else if(s.isListSchema()){if(Array.isArray(r))if(r.length===0)this.settings.serializeEmptyLists&&(this.writeKey(o),this.writeValue(""));else{let i=s.getValueSchema(),a=this.settings.flattenLists||s.getMergedTraits().xmlFlattened,c=1;for(let l of r){if(l==null)continue;let u=i.getMergedTraits(),d=this.getKey("member",u.xmlName,u.ec2QueryName),m=a?`${o}${c}`:`${o}${d}.${c}`;this.write(i,l,m),++c}}}else if(s.isMapSchema()){if(r&&typeof r=="object"){let i=s.getKeySchema(),a=s.getValueSchema(),c=s.getMergedTraits().xmlFlattened,l=1;for(let u in r){let d=r[u];if(d==null)continue;let m=i.getMergedTraits(),f=this.getKey("key",m.xmlName,m.ec2QueryName),h=c?`${o}${l}.${f}`:`${o}entry.${l}.${f}`,y=a.getMergedTraits(),g=this.getKey("value",y.xmlName,y.ec2QueryName),S=c?`${o}${l}.${g}`:`${o}entry.${l}.${g}`;this.write(i,u,h),this.write(a,d,S),++l}}}else if(s.isStructSchema()){if(r&&typeof r=="object"){let i=!1;for(let[a,c]of s.structIterator()){if(r[a]==null&&!c.isIdempotencyToken())continue;let l=c.getMergedTraits(),u=this.getKey(a,l.xmlName,l.ec2QueryName,"struct"),d=`${o}${u}`;this.write(c,r[a],d),i=!0}if(!i&&s.isUnionSchema()){let{$unknown:a}=r;if(Array.isArray(a)){let[c,l]=a,u=`${o}${c}`;this.write(15,l,u)}}}}else if(!s.isUnitSchema())throw new Error(`@aws-sdk/core/protocols - QuerySerializer unrecognized schema type ${s.getName(!0)}`)}flush(){if(this.buffer===void 0)throw new Error("@aws-sdk/core/protocols - QuerySerializer cannot flush with nothing written to buffer.");let e=this.buffer;return delete this.buffer,e}getKey(e,r,o,s){let{ec2:n,capitalizeKeys:i}=this.settings;if(n&&o)return o;let a=r??e;return i&&s==="struct"?a[0].toUpperCase()+a.slice(1):a}writeKey(e){e.endsWith(".")&&(e=e.slice(0,e.length-1)),this.buffer+=`&${Zr(e)}=`}writeValue(e){this.buffer+=Zr(e)}}});var rn,i0=p(()=>{F();K();Oa();s0();n0();rn=class extends oo{options;serializer;deserializer;mixin=new $r;constructor(e){super({defaultNamespace:e.defaultNamespace,errorTypeRegistries:e.errorTypeRegistries}),this.options=e;let r={timestampFormat:{useTrait:!0,default:5},httpBindings:!1,xmlNamespace:e.xmlNamespace,serviceNamespace:e.defaultNamespace,serializeEmptyLists:!0};this.serializer=new $a(r),this.deserializer=new La(r)}getShapeId(){return"aws.protocols#awsQuery"}setSerdeContext(e){this.serializer.setSerdeContext(e),this.deserializer.setSerdeContext(e)}getPayloadCodec(){throw new Error("AWSQuery protocol has no payload codec.")}async serializeRequest(e,r,o){let s=await super.serializeRequest(e,r,o);s.path.endsWith("/")||(s.path+="/"),s.headers["content-type"]="application/x-www-form-urlencoded",(mr(e.input)==="unit"||!s.body)&&(s.body="");let n=e.name.split("#")[1]??e.name;return s.body=`Action=${n}&Version=${this.options.version}`+s.body,s.body.endsWith("&")&&(s.body=s.body.slice(-1)),s}async deserializeResponse(e,r,o){let s=this.deserializer,n=$.of(e.output),i={};if(o.statusCode>=300){let u=await be(o.body,r);u.byteLength>0&&Object.assign(i,await s.read(15,u)),await this.handleError(e,r,o,i,this.deserializeMetadata(o))}for(let u in o.headers){let d=o.headers[u];delete o.headers[u],o.headers[u.toLowerCase()]=d}let a=e.name.split("#")[1]??e.name,c=n.isStructSchema()&&this.useNestedResult()?a+"Result":void 0,l=await be(o.body,r);return l.byteLength>0&&Object.assign(i,await s.read(n,l,c)),i.$metadata=this.deserializeMetadata(o),i}useNestedResult(){return!0}async handleError(e,r,o,s,n){let i=this.loadQueryErrorCode(o,s)??"Unknown";this.mixin.compose(this.compositeErrorRegistry,i,this.options.defaultNamespace);let a=this.loadQueryError(s)??{},c=this.loadQueryErrorMessage(s);a.message=c,a.Error={Type:a.Type,Code:a.Code,Message:c};let{errorSchema:l,errorMetadata:u}=await this.mixin.getErrorSchemaOrThrowBaseException(i,this.options.defaultNamespace,o,a,n,this.mixin.findQueryCompatibleError),d=$.of(l),m=this.compositeErrorRegistry.getErrorCtor(l)??Error,f=new m({}),h={Type:a.Error.Type,Code:a.Error.Code,Error:a.Error};for(let[y,g]of d.structIterator()){let S=g.getMergedTraits().xmlName??y,R=a[S]??s[S];h[y]=this.deserializer.readSchema(g,R)}throw this.mixin.decorateServiceException(Object.assign(f,u,{$fault:d.getMergedTraits().error,message:c},h),s)}loadQueryErrorCode(e,r){var s,n,i,a;let o=(a=((n=(s=r.Errors)==null?void 0:s[0])==null?void 0:n.Error)??((i=r.Errors)==null?void 0:i.Error)??r.Error)==null?void 0:a.Code;if(o!==void 0)return o;if(e.statusCode==404)return"NotFound"}loadQueryError(e){var r,o,s;return((o=(r=e.Errors)==null?void 0:r[0])==null?void 0:o.Error)??((s=e.Errors)==null?void 0:s.Error)??e.Error}loadQueryErrorMessage(e){let r=this.loadQueryError(e);return(r==null?void 0:r.message)??(r==null?void 0:r.Message)??e.message??e.Message??"Unknown"}getDefaultContentType(){return"application/x-www-form-urlencoded"}}});var Zo=p(()=>{Y_();Q_();i0()});var on,mo,Ua,a0,u0,Fa,zd,c0,jd,es,p0,l0,qP,We,WP,d0,m0=p(()=>{Y();on="ref",mo=-1,Ua=!0,a0="isSet",u0="PartitionResult",Fa="booleanEquals",zd="getAttr",c0={[on]:"Endpoint"},jd={[on]:u0},es={},p0=[{[on]:"Region"}],l0={conditions:[[a0,[c0]],[a0,p0],["aws.partition",p0,u0],[Fa,[{[on]:"UseFIPS"},Ua]],[Fa,[{[on]:"UseDualStack"},Ua]],[Fa,[{fn:zd,argv:[jd,"supportsDualStack"]},Ua]],[Fa,[{fn:zd,argv:[jd,"supportsFIPS"]},Ua]],["stringEquals",[{fn:zd,argv:[jd,"name"]},"aws-us-gov"]]],results:[[mo],[mo,"Invalid Configuration: FIPS and custom endpoint are not supported"],[mo,"Invalid Configuration: Dualstack and custom endpoint are not supported"],[c0,es],["https://oidc-fips.{Region}.{PartitionResult#dualStackDnsSuffix}",es],[mo,"FIPS and DualStack are enabled, but this partition does not support one or both"],["https://oidc.{Region}.amazonaws.com",es],["https://oidc-fips.{Region}.{PartitionResult#dnsSuffix}",es],[mo,"FIPS is enabled but this partition does not support FIPS"],["https://oidc.{Region}.{PartitionResult#dualStackDnsSuffix}",es],[mo,"DualStack is enabled but this partition does not support DualStack"],["https://oidc.{Region}.{PartitionResult#dnsSuffix}",es],[mo,"Invalid Configuration: Missing Region"]]},qP=2,We=1e8,WP=new Int32Array([-1,1,-1,0,13,3,1,4,We+12,2,5,We+12,3,8,6,4,7,We+11,5,We+9,We+10,4,11,9,6,10,We+8,7,We+6,We+7,5,12,We+5,6,We+4,We+5,3,We+1,14,4,We+2,We+3]),d0=ot.from(WP,qP,l0.conditions,l0.results)});var KP,f0,h0=p(()=>{H();Y();m0();KP=new st({size:50,params:["Endpoint","Region","UseDualStack","UseFIPS"]}),f0=(t,e={})=>KP.get(t,()=>Ot(d0,{endpointParams:t,logger:e.logger}));Fe.aws=mt});var ye,Ma=p(()=>{O();ye=class t extends tt{static shapeId="smithy.ts.sdk.synthetic.com.amazonaws.ssooidc#SSOOIDCServiceException";constructor(e){super(e),Object.setPrototypeOf(this,t.prototype)}}});var sn,nn,an,cn,pn,ln,un,dn,mn,fn,hn,Vd=p(()=>{Ma();sn=class t extends ye{static shapeId="com.amazonaws.ssooidc#AccessDeniedException";name="AccessDeniedException";$fault="client";error;reason;error_description;constructor(e){super({name:"AccessDeniedException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype),this.error=e.error,this.reason=e.reason,this.error_description=e.error_description}},nn=class t extends ye{static shapeId="com.amazonaws.ssooidc#AuthorizationPendingException";name="AuthorizationPendingException";$fault="client";error;error_description;constructor(e){super({name:"AuthorizationPendingException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype),this.error=e.error,this.error_description=e.error_description}},an=class t extends ye{static shapeId="com.amazonaws.ssooidc#ExpiredTokenException";name="ExpiredTokenException";$fault="client";error;error_description;constructor(e){super({name:"ExpiredTokenException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype),this.error=e.error,this.error_description=e.error_description}},cn=class t extends ye{static shapeId="com.amazonaws.ssooidc#InternalServerException";name="InternalServerException";$fault="server";error;error_description;constructor(e){super({name:"InternalServerException",$fault:"server",...e}),Object.setPrototypeOf(this,t.prototype),this.error=e.error,this.error_description=e.error_description}},pn=class t extends ye{static shapeId="com.amazonaws.ssooidc#InvalidClientException";name="InvalidClientException";$fault="client";error;error_description;constructor(e){super({name:"InvalidClientException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype),this.error=e.error,this.error_description=e.error_description}},ln=class t extends ye{static shapeId="com.amazonaws.ssooidc#InvalidGrantException";name="InvalidGrantException";$fault="client";error;error_description;constructor(e){super({name:"InvalidGrantException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype),this.error=e.error,this.error_description=e.error_description}},un=class t extends ye{static shapeId="com.amazonaws.ssooidc#InvalidRequestException";name="InvalidRequestException";$fault="client";error;reason;error_description;constructor(e){super({name:"InvalidRequestException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype),this.error=e.error,this.reason=e.reason,this.error_description=e.error_description}},dn=class t extends ye{static shapeId="com.amazonaws.ssooidc#InvalidScopeException";name="InvalidScopeException";$fault="client";error;error_description;constructor(e){super({name:"InvalidScopeException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype),this.error=e.error,this.error_description=e.error_description}},mn=class t extends ye{static shapeId="com.amazonaws.ssooidc#SlowDownException";name="SlowDownException";$fault="client";error;error_description;constructor(e){super({name:"SlowDownException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype),this.error=e.error,this.error_description=e.error_description}},fn=class t extends ye{static shapeId="com.amazonaws.ssooidc#UnauthorizedClientException";name="UnauthorizedClientException";$fault="client";error;error_description;constructor(e){super({name:"UnauthorizedClientException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype),this.error=e.error,this.error_description=e.error_description}},hn=class t extends ye{static shapeId="com.amazonaws.ssooidc#UnsupportedGrantTypeException";name="UnsupportedGrantTypeException";$fault="client";error;error_description;constructor(e){super({name:"UnsupportedGrantTypeException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype),this.error=e.error,this.error_description=e.error_description}}});var XP,JP,YP,QP,ZP,eN,tN,rN,oN,sN,nN,iN,aN,cN,pN,lN,uN,dN,mN,fN,lr,hN,gN,yN,SN,EN,ae,xN,Jt,RN,_N,Yt,wN,g0,y0,TN,S0,IN,AN,CN,ue,E0,x0,ht,R0,_0,w0,T0,I0,A0,C0,b0,v0,P0,N0,Gd,bN,vN,PN,NN,O0,D0,k0,qd,Ha=p(()=>{K();Vd();Ma();XP="AccessDeniedException",JP="AuthorizationPendingException",YP="AccessToken",QP="ClientSecret",ZP="CreateToken",eN="CreateTokenRequest",tN="CreateTokenResponse",rN="CodeVerifier",oN="ExpiredTokenException",sN="InvalidClientException",nN="InvalidGrantException",iN="InvalidRequestException",aN="InternalServerException",cN="InvalidScopeException",pN="IdToken",lN="RefreshToken",uN="SlowDownException",dN="UnauthorizedClientException",mN="UnsupportedGrantTypeException",fN="accessToken",lr="client",hN="clientId",gN="clientSecret",yN="codeVerifier",SN="code",EN="deviceCode",ae="error",xN="expiresIn",Jt="error_description",RN="grantType",_N="http",Yt="httpError",wN="idToken",g0="reason",y0="refreshToken",TN="redirectUri",S0="smithy.ts.sdk.synthetic.com.amazonaws.ssooidc",IN="scope",AN="server",CN="tokenType",ue="com.amazonaws.ssooidc",E0=new J(S0),x0=[-3,S0,"SSOOIDCServiceException",0,[],[]];E0.registerError(x0,ye);ht=new J(ue),R0=[-3,ue,XP,{[ae]:lr,[Yt]:400},[ae,g0,Jt],[0,0,0]];ht.registerError(R0,sn);_0=[-3,ue,JP,{[ae]:lr,[Yt]:400},[ae,Jt],[0,0]];ht.registerError(_0,nn);w0=[-3,ue,oN,{[ae]:lr,[Yt]:400},[ae,Jt],[0,0]];ht.registerError(w0,an);T0=[-3,ue,aN,{[ae]:AN,[Yt]:500},[ae,Jt],[0,0]];ht.registerError(T0,cn);I0=[-3,ue,sN,{[ae]:lr,[Yt]:401},[ae,Jt],[0,0]];ht.registerError(I0,pn);A0=[-3,ue,nN,{[ae]:lr,[Yt]:400},[ae,Jt],[0,0]];ht.registerError(A0,ln);C0=[-3,ue,iN,{[ae]:lr,[Yt]:400},[ae,g0,Jt],[0,0,0]];ht.registerError(C0,un);b0=[-3,ue,cN,{[ae]:lr,[Yt]:400},[ae,Jt],[0,0]];ht.registerError(b0,dn);v0=[-3,ue,uN,{[ae]:lr,[Yt]:400},[ae,Jt],[0,0]];ht.registerError(v0,mn);P0=[-3,ue,dN,{[ae]:lr,[Yt]:400},[ae,Jt],[0,0]];ht.registerError(P0,fn);N0=[-3,ue,mN,{[ae]:lr,[Yt]:400},[ae,Jt],[0,0]];ht.registerError(N0,hn);Gd=[E0,ht],bN=[0,ue,YP,8,0],vN=[0,ue,QP,8,0],PN=[0,ue,rN,8,0],NN=[0,ue,pN,8,0],O0=[0,ue,lN,8,0],D0=[3,ue,eN,0,[hN,gN,RN,EN,SN,y0,IN,TN,yN],[0,[()=>vN,0],0,0,0,[()=>O0,0],64,0,[()=>PN,0]],3],k0=[3,ue,tN,0,[fN,CN,xN,y0,wN],[[()=>bN,0],0,1,[()=>O0,0],[()=>NN,0]]],qd=[9,ue,ZP,{[_N]:["POST","/token",200]},()=>D0,()=>k0]});var L0,$0=p(()=>{ve();Zo();qe();Ir();O();F();D();$d();h0();Ha();L0=t=>({apiVersion:"2019-06-10",base64Decoder:(t==null?void 0:t.base64Decoder)??Se,base64Encoder:(t==null?void 0:t.base64Encoder)??me,disableHostPrefix:(t==null?void 0:t.disableHostPrefix)??!1,endpointProvider:(t==null?void 0:t.endpointProvider)??f0,extensions:(t==null?void 0:t.extensions)??[],httpAuthSchemeProvider:(t==null?void 0:t.httpAuthSchemeProvider)??q_,httpAuthSchemes:(t==null?void 0:t.httpAuthSchemes)??[{schemeId:"aws.auth#sigv4",identityProvider:e=>e.getIdentityProvider("aws.auth#sigv4"),signer:new ge},{schemeId:"smithy.api#noAuth",identityProvider:e=>e.getIdentityProvider("smithy.api#noAuth")||(async()=>({})),signer:new Me}],logger:(t==null?void 0:t.logger)??new $e,protocol:(t==null?void 0:t.protocol)??yr,protocolSettings:(t==null?void 0:t.protocolSettings)??{defaultNamespace:"com.amazonaws.ssooidc",errorTypeRegistries:Gd,version:"2019-06-10",serviceTarget:"AWSSSOOIDCService"},serviceId:(t==null?void 0:t.serviceId)??"SSO OIDC",sha256:(t==null?void 0:t.sha256)??pt,urlParser:(t==null?void 0:t.urlParser)??he,utf8Decoder:(t==null?void 0:t.utf8Decoder)??te,utf8Encoder:(t==null?void 0:t.utf8Encoder)??X})});var U0,F0=p(()=>{en();H();ve();O();k();dt();D();uo();$0();U0=t=>{At(process.version);let e=Nt(t),r=()=>e().then(It),o=L0(t);yt(process.version);let s={profile:t==null?void 0:t.profile,logger:o.logger};return{...o,...t,runtime:"node",defaultsMode:e,authSchemePreference:(t==null?void 0:t.authSchemePreference)??T(ft,s),bodyLengthChecker:(t==null?void 0:t.bodyLengthChecker)??xt,defaultSocketTimeout:St(t==null?void 0:t.requestHandler,3e5),defaultUserAgentProvider:(t==null?void 0:t.defaultUserAgentProvider)??qt({serviceId:o.serviceId,clientVersion:Lr.version}),maxAttempts:(t==null?void 0:t.maxAttempts)??T(zt,t),region:(t==null?void 0:t.region)??T(Ue,{...rt,...s}),requestHandler:He.create((t==null?void 0:t.requestHandler)??r),retryMode:(t==null?void 0:t.retryMode)??T({...Vt,default:async()=>(await r()).retryMode||at},t),streamCollector:(t==null?void 0:t.streamCollector)??Ve,useDualstackEndpoint:(t==null?void 0:t.useDualstackEndpoint)??T(_t,s),useFipsEndpoint:(t==null?void 0:t.useFipsEndpoint)??T(wt,s),userAgentAppId:(t==null?void 0:t.userAgentAppId)??T(Wt,s)}}});var M0,H0,B0=p(()=>{M0=t=>{let e=t.httpAuthSchemes,r=t.httpAuthSchemeProvider,o=t.credentials;return{setHttpAuthScheme(s){let n=e.findIndex(i=>i.schemeId===s.schemeId);n===-1?e.push(s):e.splice(n,1,s)},httpAuthSchemes(){return e},setHttpAuthSchemeProvider(s){r=s},httpAuthSchemeProvider(){return r},setCredentials(s){o=s},credentials(){return o}}},H0=t=>({httpAuthSchemes:t.httpAuthSchemes(),httpAuthSchemeProvider:t.httpAuthSchemeProvider(),credentials:t.credentials()})});var z0,j0=p(()=>{H();O();F();B0();z0=(t,e)=>{let r=Object.assign(Kt(t),Ct(t),Dt(t),M0(t));return e.forEach(o=>o.configure(r)),Object.assign(t,Xt(r),bt(r),kt(r),H0(r))}});var gn,Wd=p(()=>{H();qe();O();k();Y();F();dt();K();$d();Ud();F0();j0();gn=class extends Ce{config;constructor(...[e]){let r=U0(e||{});super(r),this.initConfig=r;let o=K_(r),s=Bt(o),n=jt(s),i=Pt(n),a=i,c=sr(a),l=W_(c),u=z0(l,(e==null?void 0:e.extensions)||[]);this.config=u,this.middlewareStack.use(Tt(this.config)),this.middlewareStack.use(Gt(this.config)),this.middlewareStack.use(cr(this.config)),this.middlewareStack.use(Lt(this.config)),this.middlewareStack.use(Ut(this.config)),this.middlewareStack.use(Ft(this.config)),this.middlewareStack.use(Mt(this.config)),this.middlewareStack.use(lt(this.config,{httpAuthSchemeParametersProvider:G_,identityProviderConfigProvider:async d=>new Ge({"aws.auth#sigv4":d.credentials})})),this.middlewareStack.use(ut(this.config))}destroy(){super.destroy()}}});var V0,G0,q0,W0=p(()=>{O();Y();Ud();V0=vt(X_,"AWSSSOOIDCService","SSOOIDCClient",nr),G0={},q0=(t,e,r,o)=>[]});var yn,Kd=p(()=>{W0();Ha();yn=class extends V0(G0,q0,"CreateToken",qd){}});var ON,Ba,K0=p(()=>{O();Kd();Wd();ON={CreateTokenCommand:yn},Ba=class extends gn{};fr(ON,Ba)});var X0=p(()=>{Kd()});var DN,kN,J0=p(()=>{DN={KMS_ACCESS_DENIED:"KMS_AccessDeniedException"},kN={KMS_DISABLED_KEY:"KMS_DisabledException",KMS_INVALID_KEY_USAGE:"KMS_InvalidKeyUsageException",KMS_INVALID_STATE:"KMS_InvalidStateException",KMS_KEY_NOT_FOUND:"KMS_NotFoundException"}});var Y0=p(()=>{});var Xd={};je(Xd,{$Command:()=>ct,AccessDeniedException:()=>sn,AccessDeniedException$:()=>R0,AccessDeniedExceptionReason:()=>DN,AuthorizationPendingException:()=>nn,AuthorizationPendingException$:()=>_0,CreateToken$:()=>qd,CreateTokenCommand:()=>yn,CreateTokenRequest$:()=>D0,CreateTokenResponse$:()=>k0,ExpiredTokenException:()=>an,ExpiredTokenException$:()=>w0,InternalServerException:()=>cn,InternalServerException$:()=>T0,InvalidClientException:()=>pn,InvalidClientException$:()=>I0,InvalidGrantException:()=>ln,InvalidGrantException$:()=>A0,InvalidRequestException:()=>un,InvalidRequestException$:()=>C0,InvalidRequestExceptionReason:()=>kN,InvalidScopeException:()=>dn,InvalidScopeException$:()=>b0,SSOOIDC:()=>Ba,SSOOIDCClient:()=>gn,SSOOIDCServiceException:()=>ye,SSOOIDCServiceException$:()=>x0,SlowDownException:()=>mn,SlowDownException$:()=>v0,UnauthorizedClientException:()=>fn,UnauthorizedClientException$:()=>P0,UnsupportedGrantTypeException:()=>hn,UnsupportedGrantTypeException$:()=>N0,__Client:()=>Ce,errorTypeRegistries:()=>Gd});var Jd=p(()=>{Wd();K0();X0();O();Ha();J0();Vd();Y0();Ma()});var Q0,Z0=p(()=>{Q0=async(t,e={},r)=>{var i;let{SSOOIDCClient:o}=await Promise.resolve().then(()=>(Jd(),Xd)),s=a=>{var c,l;return((c=e.clientConfig)==null?void 0:c[a])??((l=e.parentClientConfig)==null?void 0:l[a])??(r==null?void 0:r[a])};return new o(Object.assign({},e.clientConfig??{},{region:t??((i=e.clientConfig)==null?void 0:i.region),logger:s("logger"),userAgentAppId:s("userAgentAppId")}))}});var ew,tw=p(()=>{Z0();ew=async(t,e,r={},o)=>{let{CreateTokenCommand:s}=await Promise.resolve().then(()=>(Jd(),Xd));return(await Q0(e,r,o)).send(new s({clientId:t.clientId,clientSecret:t.clientSecret,refreshToken:t.refreshToken,grantType:"refresh_token"}))}});var Yd,rw=p(()=>{k();Na();Yd=t=>{if(t.expiration&&t.expiration.getTime()<Date.now())throw new Ze(`Token is expired. ${Yo}`,!1)}});var Ur,ow=p(()=>{k();Na();Ur=(t,e,r=!1)=>{if(typeof e>"u")throw new Ze(`Value not present for '${t}' in SSO Token${r?". Cannot refresh":""}. ${Yo}`,!1)}});var sw,LN,nw,iw=p(()=>{k();sw=require("fs"),{writeFile:LN}=sw.promises,nw=(t,e)=>{let r=gs(t),o=JSON.stringify(e,null,2);return LN(r,o)}});var aw,za,Qd,cw=p(()=>{k();Na();tw();rw();ow();iw();aw=new Map,za=new Map,Qd=(t={})=>async({callerClientConfig:e}={})=>{var R;(R=t.logger)==null||R.debug("@aws-sdk/token-providers - fromSso");let r=await Rt(t),o=Le({profile:t.profile??(e==null?void 0:e.profile)}),s=r[o];if(s){if(!s.sso_session)throw new Ze(`Profile '${o}' is missing required property 'sso_session'.`)}else throw new Ze(`Profile '${o}' could not be found in shared credentials file.`,!1);let n=s.sso_session,i=za.get(n);if(i)return await i;let c=(await _s(t))[n];if(!c)throw new Ze(`Sso session '${n}' could not be found in shared credentials file.`,!1);for(let x of["sso_start_url","sso_region"])if(!c[x])throw new Ze(`Sso session '${n}' is missing required property '${x}'.`,!1);let l=c.sso_start_url,u=c.sso_region,d;try{d=await Ss(n)}catch{throw new Ze(`The SSO session token associated with profile=${o} was not found or is invalid. ${Yo}`,!1)}Ur("accessToken",d.accessToken),Ur("expiresAt",d.expiresAt);let{accessToken:m,expiresAt:f}=d,h={token:m,expiration:new Date(f)};if(h.expiration.getTime()-Date.now()>3e5)return h;let y=za.get(n);if(y)return await y;let g=aw.get(n)??0;if(Date.now()-g<30*1e3)return Yd(h),h;Ur("clientId",d.clientId,!0),Ur("clientSecret",d.clientSecret,!0),Ur("refreshToken",d.refreshToken,!0);let S=(async()=>{try{aw.set(n,Date.now());let x=await ew(d,u,t,e);Ur("accessToken",x.accessToken),Ur("expiresIn",x.expiresIn);let w=new Date(Date.now()+x.expiresIn*1e3);try{await nw(n,{...d,accessToken:x.accessToken,expiresAt:w.toISOString(),refreshToken:x.refreshToken})}catch{}return{token:x.accessToken,expiration:w}}catch{return Yd(h),h}})();za.set(n,S);try{return await S}finally{za.delete(n)}}});var pw=p(()=>{cw()});function UN(t){return{schemeId:"aws.auth#sigv4",signingProperties:{name:"awsssoportal",region:t.region},propertiesExtractor:(e,r)=>({signingProperties:{config:e,context:r}})}}function FN(t){return{schemeId:"smithy.api#noAuth"}}var lw,uw,dw,Zd=p(()=>{ve();O();lw=async(t,e,r)=>({operation:re(e).operation,region:await W(t.region)()||(()=>{throw new Error("expected `region` to be configured for `aws.auth#sigv4`")})()});uw=t=>{let e=[];return t.operation==="GetRoleCredentials"?e.push(FN(t)):e.push(UN(t)),e},dw=t=>{let e=pr(t);return Object.assign(e,{authSchemePreference:W(t.authSchemePreference??[])})}});var mw,fw,em=p(()=>{mw=t=>Object.assign(t,{useDualstackEndpoint:t.useDualstackEndpoint??!1,useFipsEndpoint:t.useFipsEndpoint??!1,defaultSigningName:"awsssoportal"}),fw={UseFIPS:{type:"builtInParams",name:"useFipsEndpoint"},Endpoint:{type:"builtInParams",name:"endpoint"},Region:{type:"builtInParams",name:"region"},UseDualStack:{type:"builtInParams",name:"useDualstackEndpoint"}}});var Sn,fo,ja,hw,Ew,Va,tm,gw,rm,ts,yw,Sw,MN,Ke,HN,xw,Rw=p(()=>{Y();Sn="ref",fo=-1,ja=!0,hw="isSet",Ew="PartitionResult",Va="booleanEquals",tm="getAttr",gw={[Sn]:"Endpoint"},rm={[Sn]:Ew},ts={},yw=[{[Sn]:"Region"}],Sw={conditions:[[hw,[gw]],[hw,yw],["aws.partition",yw,Ew],[Va,[{[Sn]:"UseFIPS"},ja]],[Va,[{[Sn]:"UseDualStack"},ja]],[Va,[{fn:tm,argv:[rm,"supportsDualStack"]},ja]],[Va,[{fn:tm,argv:[rm,"supportsFIPS"]},ja]],["stringEquals",[{fn:tm,argv:[rm,"name"]},"aws-us-gov"]]],results:[[fo],[fo,"Invalid Configuration: FIPS and custom endpoint are not supported"],[fo,"Invalid Configuration: Dualstack and custom endpoint are not supported"],[gw,ts],["https://portal.sso-fips.{Region}.{PartitionResult#dualStackDnsSuffix}",ts],[fo,"FIPS and DualStack are enabled, but this partition does not support one or both"],["https://portal.sso.{Region}.amazonaws.com",ts],["https://portal.sso-fips.{Region}.{PartitionResult#dnsSuffix}",ts],[fo,"FIPS is enabled but this partition does not support FIPS"],["https://portal.sso.{Region}.{PartitionResult#dualStackDnsSuffix}",ts],[fo,"DualStack is enabled but this partition does not support DualStack"],["https://portal.sso.{Region}.{PartitionResult#dnsSuffix}",ts],[fo,"Invalid Configuration: Missing Region"]]},MN=2,Ke=1e8,HN=new Int32Array([-1,1,-1,0,13,3,1,4,Ke+12,2,5,Ke+12,3,8,6,4,7,Ke+11,5,Ke+9,Ke+10,4,11,9,6,10,Ke+8,7,Ke+6,Ke+7,5,12,Ke+5,6,Ke+4,Ke+5,3,Ke+1,14,4,Ke+2,Ke+3]),xw=ot.from(HN,MN,Sw.conditions,Sw.results)});var BN,_w,ww=p(()=>{H();Y();Rw();BN=new st({size:50,params:["Endpoint","Region","UseDualStack","UseFIPS"]}),_w=(t,e={})=>BN.get(t,()=>Ot(xw,{endpointParams:t,logger:e.logger}));Fe.aws=mt});var Sr,om=p(()=>{O();Sr=class t extends tt{static shapeId="smithy.ts.sdk.synthetic.com.amazonaws.sso#SSOServiceException";constructor(e){super(e),Object.setPrototypeOf(this,t.prototype)}}});var Ga,qa,Wa,Ka,sm=p(()=>{om();Ga=class t extends Sr{static shapeId="com.amazonaws.sso#InvalidRequestException";name="InvalidRequestException";$fault="client";constructor(e){super({name:"InvalidRequestException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},qa=class t extends Sr{static shapeId="com.amazonaws.sso#ResourceNotFoundException";name="ResourceNotFoundException";$fault="client";constructor(e){super({name:"ResourceNotFoundException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Wa=class t extends Sr{static shapeId="com.amazonaws.sso#TooManyRequestsException";name="TooManyRequestsException";$fault="client";constructor(e){super({name:"TooManyRequestsException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Ka=class t extends Sr{static shapeId="com.amazonaws.sso#UnauthorizedException";name="UnauthorizedException";$fault="client";constructor(e){super({name:"UnauthorizedException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}}});var zN,jN,VN,GN,qN,WN,KN,XN,JN,YN,QN,ZN,eO,tO,rO,Xa,Ja,oO,sO,Ya,nO,Tw,Qa,iO,aO,cO,Iw,pO,lO,uO,gt,Aw,dO,En,mO,fO,hO,gO,Cw,yO,SO,EO,xO,RO,_O,bw,Za=p(()=>{K();sm();om();zN="AccessTokenType",jN="GetRoleCredentials",VN="GetRoleCredentialsRequest",GN="GetRoleCredentialsResponse",qN="InvalidRequestException",WN="RoleCredentials",KN="ResourceNotFoundException",XN="SecretAccessKeyType",JN="SessionTokenType",YN="TooManyRequestsException",QN="UnauthorizedException",ZN="accountId",eO="accessKeyId",tO="accessToken",rO="account_id",Xa="client",Ja="error",oO="expiration",sO="http",Ya="httpError",nO="httpHeader",Tw="httpQuery",Qa="message",iO="roleCredentials",aO="roleName",cO="role_name",Iw="smithy.ts.sdk.synthetic.com.amazonaws.sso",pO="secretAccessKey",lO="sessionToken",uO="x-amz-sso_bearer_token",gt="com.amazonaws.sso",Aw=new J(Iw),dO=[-3,Iw,"SSOServiceException",0,[],[]];Aw.registerError(dO,Sr);En=new J(gt),mO=[-3,gt,qN,{[Ja]:Xa,[Ya]:400},[Qa],[0]];En.registerError(mO,Ga);fO=[-3,gt,KN,{[Ja]:Xa,[Ya]:404},[Qa],[0]];En.registerError(fO,qa);hO=[-3,gt,YN,{[Ja]:Xa,[Ya]:429},[Qa],[0]];En.registerError(hO,Wa);gO=[-3,gt,QN,{[Ja]:Xa,[Ya]:401},[Qa],[0]];En.registerError(gO,Ka);Cw=[Aw,En],yO=[0,gt,zN,8,0],SO=[0,gt,XN,8,0],EO=[0,gt,JN,8,0],xO=[3,gt,VN,0,[aO,ZN,tO],[[0,{[Tw]:cO}],[0,{[Tw]:rO}],[()=>yO,{[nO]:uO}]],3],RO=[3,gt,GN,0,[iO],[[()=>_O,0]]],_O=[3,gt,WN,0,[eO,pO,lO,oO],[0,[()=>SO,0],[()=>EO,0],1]],bw=[9,gt,jN,{[sO]:["GET","/federation/credentials",200]},()=>xO,()=>RO]});var vw,Pw=p(()=>{ve();Zo();qe();Ir();O();F();D();Zd();ww();Za();vw=t=>({apiVersion:"2019-06-10",base64Decoder:(t==null?void 0:t.base64Decoder)??Se,base64Encoder:(t==null?void 0:t.base64Encoder)??me,disableHostPrefix:(t==null?void 0:t.disableHostPrefix)??!1,endpointProvider:(t==null?void 0:t.endpointProvider)??_w,extensions:(t==null?void 0:t.extensions)??[],httpAuthSchemeProvider:(t==null?void 0:t.httpAuthSchemeProvider)??uw,httpAuthSchemes:(t==null?void 0:t.httpAuthSchemes)??[{schemeId:"aws.auth#sigv4",identityProvider:e=>e.getIdentityProvider("aws.auth#sigv4"),signer:new ge},{schemeId:"smithy.api#noAuth",identityProvider:e=>e.getIdentityProvider("smithy.api#noAuth")||(async()=>({})),signer:new Me}],logger:(t==null?void 0:t.logger)??new $e,protocol:(t==null?void 0:t.protocol)??yr,protocolSettings:(t==null?void 0:t.protocolSettings)??{defaultNamespace:"com.amazonaws.sso",errorTypeRegistries:Cw,version:"2019-06-10",serviceTarget:"SWBPortalService"},serviceId:(t==null?void 0:t.serviceId)??"SSO",sha256:(t==null?void 0:t.sha256)??pt,urlParser:(t==null?void 0:t.urlParser)??he,utf8Decoder:(t==null?void 0:t.utf8Decoder)??te,utf8Encoder:(t==null?void 0:t.utf8Encoder)??X})});var Nw,Ow=p(()=>{en();H();ve();O();k();dt();D();uo();Pw();Nw=t=>{At(process.version);let e=Nt(t),r=()=>e().then(It),o=vw(t);yt(process.version);let s={profile:t==null?void 0:t.profile,logger:o.logger};return{...o,...t,runtime:"node",defaultsMode:e,authSchemePreference:(t==null?void 0:t.authSchemePreference)??T(ft,s),bodyLengthChecker:(t==null?void 0:t.bodyLengthChecker)??xt,defaultSocketTimeout:St(t==null?void 0:t.requestHandler,3e5),defaultUserAgentProvider:(t==null?void 0:t.defaultUserAgentProvider)??qt({serviceId:o.serviceId,clientVersion:Lr.version}),maxAttempts:(t==null?void 0:t.maxAttempts)??T(zt,t),region:(t==null?void 0:t.region)??T(Ue,{...rt,...s}),requestHandler:He.create((t==null?void 0:t.requestHandler)??r),retryMode:(t==null?void 0:t.retryMode)??T({...Vt,default:async()=>(await r()).retryMode||at},t),streamCollector:(t==null?void 0:t.streamCollector)??Ve,useDualstackEndpoint:(t==null?void 0:t.useDualstackEndpoint)??T(_t,s),useFipsEndpoint:(t==null?void 0:t.useFipsEndpoint)??T(wt,s),userAgentAppId:(t==null?void 0:t.userAgentAppId)??T(Wt,s)}}});var Dw,kw,Lw=p(()=>{Dw=t=>{let e=t.httpAuthSchemes,r=t.httpAuthSchemeProvider,o=t.credentials;return{setHttpAuthScheme(s){let n=e.findIndex(i=>i.schemeId===s.schemeId);n===-1?e.push(s):e.splice(n,1,s)},httpAuthSchemes(){return e},setHttpAuthSchemeProvider(s){r=s},httpAuthSchemeProvider(){return r},setCredentials(s){o=s},credentials(){return o}}},kw=t=>({httpAuthSchemes:t.httpAuthSchemes(),httpAuthSchemeProvider:t.httpAuthSchemeProvider(),credentials:t.credentials()})});var $w,Uw=p(()=>{H();O();F();Lw();$w=(t,e)=>{let r=Object.assign(Kt(t),Ct(t),Dt(t),Dw(t));return e.forEach(o=>o.configure(r)),Object.assign(t,Xt(r),bt(r),kt(r),kw(r))}});var rs,nm=p(()=>{H();qe();O();k();Y();F();dt();K();Zd();em();Ow();Uw();rs=class extends Ce{config;constructor(...[e]){let r=Nw(e||{});super(r),this.initConfig=r;let o=mw(r),s=Bt(o),n=jt(s),i=Pt(n),a=i,c=sr(a),l=dw(c),u=$w(l,(e==null?void 0:e.extensions)||[]);this.config=u,this.middlewareStack.use(Tt(this.config)),this.middlewareStack.use(Gt(this.config)),this.middlewareStack.use(cr(this.config)),this.middlewareStack.use(Lt(this.config)),this.middlewareStack.use(Ut(this.config)),this.middlewareStack.use(Ft(this.config)),this.middlewareStack.use(Mt(this.config)),this.middlewareStack.use(lt(this.config,{httpAuthSchemeParametersProvider:lw,identityProviderConfigProvider:async d=>new Ge({"aws.auth#sigv4":d.credentials})})),this.middlewareStack.use(ut(this.config))}destroy(){super.destroy()}}});var Fw,Mw,Hw,Bw=p(()=>{O();Y();em();Fw=vt(fw,"SWBPortalService","SSOClient",nr),Mw={},Hw=(t,e,r,o)=>[]});var os,im=p(()=>{Bw();Za();os=class extends Fw(Mw,Hw,"GetRoleCredentials",bw){}});var wO,am,zw=p(()=>{O();im();nm();wO={GetRoleCredentialsCommand:os},am=class extends rs{};fr(wO,am)});var jw=p(()=>{im()});var Vw=p(()=>{});var Gw=p(()=>{nm();zw();jw();Za();sm();Vw()});var qw={};je(qw,{GetRoleCredentialsCommand:()=>os,SSOClient:()=>rs});var Ww=p(()=>{Gw()});var xn,cm,Kw=p(()=>{H();pw();k();xn=!1,cm=async({ssoStartUrl:t,ssoSession:e,ssoAccountId:r,ssoRegion:o,ssoRoleName:s,ssoClient:n,clientConfig:i,parentClientConfig:a,callerClientConfig:c,profile:l,filepath:u,configFilepath:d,ignoreCache:m,logger:f})=>{let h,y="To refresh this SSO session run aws sso login with the corresponding profile.";if(e)try{let de=await Qd({profile:l,filepath:u,configFilepath:d,ignoreCache:m,clientConfig:i,parentClientConfig:a,logger:f})({callerClientConfig:c});h={accessToken:de.token,expiresAt:new Date(de.expiration).toISOString()}}catch(de){throw new _(de.message,{tryNextLink:xn,logger:f})}else try{h=await Ss(t)}catch{throw new _(`The SSO session associated with this profile is invalid. ${y}`,{tryNextLink:xn,logger:f})}if(new Date(h.expiresAt).getTime()-Date.now()<=0)throw new _(`The SSO session associated with this profile has expired. ${y}`,{tryNextLink:xn,logger:f});let{accessToken:g}=h,{SSOClient:S,GetRoleCredentialsCommand:R}=await Promise.resolve().then(()=>(Ww(),qw)),x=n||new S(Object.assign({},i??{},{logger:(i==null?void 0:i.logger)??(c==null?void 0:c.logger)??(a==null?void 0:a.logger),region:(i==null?void 0:i.region)??o,userAgentAppId:(i==null?void 0:i.userAgentAppId)??(c==null?void 0:c.userAgentAppId)??(a==null?void 0:a.userAgentAppId)})),w;try{w=await x.send(new R({accountId:r,roleName:s,accessToken:g}))}catch(de){throw new _(de,{tryNextLink:xn,logger:f})}let{roleCredentials:{accessKeyId:N,secretAccessKey:L,sessionToken:B,expiration:ne,credentialScope:ze,accountId:U}={}}=w;if(!N||!L||!B||!ne)throw new _("SSO returns an invalid temporary credential.",{tryNextLink:xn,logger:f});let Q={accessKeyId:N,secretAccessKey:L,sessionToken:B,expiration:new Date(ne),...ze&&{credentialScope:ze},...U&&{accountId:U}};return e?M(Q,"CREDENTIALS_SSO","s"):M(Q,"CREDENTIALS_SSO_LEGACY","u"),Q}});var ec,pm=p(()=>{k();ec=(t,e)=>{let{sso_start_url:r,sso_account_id:o,sso_region:s,sso_role_name:n}=t;if(!r||!o||!s||!n)throw new _(`Profile is configured with invalid SSO credentials. Required parameters "sso_account_id", "sso_region", "sso_role_name", "sso_start_url". Got ${Object.keys(t).join(", ")}
Reference: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sso.html`,{tryNextLink:!1,logger:e});return t}});var Xw,Jw=p(()=>{k();Ld();Kw();pm();Xw=(t={})=>async({callerClientConfig:e}={})=>{var l;(l=t.logger)==null||l.debug("@aws-sdk/credential-provider-sso - fromSSO");let{ssoStartUrl:r,ssoAccountId:o,ssoRegion:s,ssoRoleName:n,ssoSession:i}=t,{ssoClient:a}=t,c=Le({profile:t.profile??(e==null?void 0:e.profile)});if(!r&&!o&&!s&&!n&&!i){let d=(await Rt(t))[c];if(!d)throw new _(`Profile ${c} was not found.`,{logger:t.logger});if(!Pa(d))throw new _(`Profile ${c} is not configured with SSO credentials.`,{logger:t.logger});if(d!=null&&d.sso_session){let R=(await _s(t))[d.sso_session],x=` configurations in profile ${c} and sso-session ${d.sso_session}`;if(s&&s!==R.sso_region)throw new _("Conflicting SSO region"+x,{tryNextLink:!1,logger:t.logger});if(r&&r!==R.sso_start_url)throw new _("Conflicting SSO start_url"+x,{tryNextLink:!1,logger:t.logger});d.sso_region=R.sso_region,d.sso_start_url=R.sso_start_url}let{sso_start_url:m,sso_account_id:f,sso_region:h,sso_role_name:y,sso_session:g}=ec(d,t.logger);return cm({ssoStartUrl:m,ssoSession:g,ssoAccountId:f,ssoRegion:h,ssoRoleName:y,ssoClient:a,clientConfig:t.clientConfig,parentClientConfig:t.parentClientConfig,callerClientConfig:t.callerClientConfig,profile:c,filepath:t.filepath,configFilepath:t.configFilepath,ignoreCache:t.ignoreCache,logger:t.logger})}else{if(!r||!o||!s||!n)throw new _('Incomplete configuration. The fromSSO() argument hash must include "ssoStartUrl", "ssoAccountId", "ssoRegion", "ssoRoleName"',{tryNextLink:!1,logger:t.logger});return cm({ssoStartUrl:r,ssoSession:i,ssoAccountId:o,ssoRegion:s,ssoRoleName:n,ssoClient:a,clientConfig:t.clientConfig,parentClientConfig:t.parentClientConfig,callerClientConfig:t.callerClientConfig,profile:c,filepath:t.filepath,configFilepath:t.configFilepath,ignoreCache:t.ignoreCache,logger:t.logger})}}});var lm={};je(lm,{fromSSO:()=>Xw,isSsoProfile:()=>Pa,validateSsoProfile:()=>ec});var um=p(()=>{Jw();Ld();pm()});var Yw,dm,Qw=p(()=>{H();k();Yw=(t,e,r)=>{let o={EcsContainer:async s=>{let{fromHttp:n}=await Promise.resolve().then(()=>(va(),ba)),{fromContainerMetadata:i}=await Promise.resolve().then(()=>(Zs(),Qs));return r==null||r.debug("@aws-sdk/credential-provider-ini - credential_source is EcsContainer"),async()=>Xr(n(s??{}),i(s))().then(dm)},Ec2InstanceMetadata:async s=>{r==null||r.debug("@aws-sdk/credential-provider-ini - credential_source is Ec2InstanceMetadata");let{fromInstanceMetadata:n}=await Promise.resolve().then(()=>(Zs(),Qs));return async()=>n(s)().then(dm)},Environment:async s=>{r==null||r.debug("@aws-sdk/credential-provider-ini - credential_source is Environment");let{fromEnv:n}=await Promise.resolve().then(()=>(Td(),GR));return async()=>n(s)().then(dm)}};if(t in o)return o[t];throw new _(`Unsupported credential source in profile ${e}. Got ${t}, expected EcsContainer or Ec2InstanceMetadata or Environment.`,{logger:r})},dm=t=>M(t,"CREDENTIALS_PROFILE_NAMED_PROVIDER","p")});var Rn,Zw=p(()=>{Rn={CrtSignerV4:null}});function tT(t){return{accessKeyId:t.accessKeyId,secretAccessKey:t.secretAccessKey,expiration:t.expiration}}function rT(t,e){let r=t.credentialProvider;t.credentialProvider=()=>(t.credentialProvider=r,Promise.resolve(e))}var mm,eT,tc,oT=p(()=>{ya();mm="X-Amz-S3session-Token",eT=mm.toLowerCase(),tc=class extends Or{async signWithCredentials(e,r,o){let s=tT(r);e.headers[eT]=r.sessionToken;let n=this;return rT(n,s),n.signRequest(e,o??{})}async presignWithCredentials(e,r,o){let s=tT(r);return delete e.headers[eT],e.headers[mm]=r.sessionToken,e.query=e.query??{},e.query[mm]=r.sessionToken,rT(this,s),this.presign(e,o)}}});var ho,sT=p(()=>{ya();Zw();oT();ho=class{sigv4aSigner;sigv4Signer;signerOptions;static sigv4aDependency(){return typeof Rn.CrtSignerV4=="function"?"crt":typeof ga.SignatureV4a=="function"?"js":"none"}constructor(e){this.sigv4Signer=new tc(e),this.signerOptions=e}async sign(e,r={}){return r.signingRegion==="*"?this.getSigv4aSigner().sign(e,r):this.sigv4Signer.sign(e,r)}async signWithCredentials(e,r,o={}){if(o.signingRegion==="*"){let s=this.getSigv4aSigner(),n=Rn.CrtSignerV4;if(n&&s instanceof n)return s.signWithCredentials(e,r,o);throw new Error(`signWithCredentials with signingRegion '*' is only supported when using the CRT dependency @aws-sdk/signature-v4-crt. Please check whether you have installed the "@aws-sdk/signature-v4-crt" package explicitly. You must also register the package by calling [require("@aws-sdk/signature-v4-crt");] or an ESM equivalent such as [import "@aws-sdk/signature-v4-crt";]. For more information please go to https://github.com/aws/aws-sdk-js-v3#functionality-requiring-aws-common-runtime-crt`)}return this.sigv4Signer.signWithCredentials(e,r,o)}async presign(e,r={}){if(r.signingRegion==="*"){let o=this.getSigv4aSigner(),s=Rn.CrtSignerV4;if(s&&o instanceof s)return o.presign(e,r);throw new Error(`presign with signingRegion '*' is only supported when using the CRT dependency @aws-sdk/signature-v4-crt. Please check whether you have installed the "@aws-sdk/signature-v4-crt" package explicitly. You must also register the package by calling [require("@aws-sdk/signature-v4-crt");] or an ESM equivalent such as [import "@aws-sdk/signature-v4-crt";]. For more information please go to https://github.com/aws/aws-sdk-js-v3#functionality-requiring-aws-common-runtime-crt`)}return this.sigv4Signer.presign(e,r)}async presignWithCredentials(e,r,o={}){if(o.signingRegion==="*")throw new Error("Method presignWithCredentials is not supported for [signingRegion=*].");return this.sigv4Signer.presignWithCredentials(e,r,o)}getSigv4aSigner(){if(!this.sigv4aSigner){let e=Rn.CrtSignerV4,r=ga.SignatureV4a;if(this.signerOptions.runtime==="node"){if(!e&&!r)throw new Error("Neither CRT nor JS SigV4a implementation is available. Please load either @aws-sdk/signature-v4-crt or @aws-sdk/signature-v4a. For more information please go to https://github.com/aws/aws-sdk-js-v3#functionality-requiring-aws-common-runtime-crt");if(e&&typeof e=="function")this.sigv4aSigner=new e({...this.signerOptions,signingAlgorithm:1});else if(r&&typeof r=="function")this.sigv4aSigner=new r({...this.signerOptions});else throw new Error("Available SigV4a implementation is not a valid constructor. Please ensure you've properly imported @aws-sdk/signature-v4-crt or @aws-sdk/signature-v4a.For more information please go to https://github.com/aws/aws-sdk-js-v3#functionality-requiring-aws-common-runtime-crt")}else{if(!r||typeof r!="function")throw new Error("JS SigV4a implementation is not available or not a valid constructor. Please check whether you have installed the @aws-sdk/signature-v4a package explicitly. The CRT implementation is not available for browsers. You must also register the package by calling [require('@aws-sdk/signature-v4a');] or an ESM equivalent such as [import '@aws-sdk/signature-v4a';]. For more information please go to https://github.com/aws/aws-sdk-js-v3#using-javascript-non-crt-implementation-of-sigv4a");this.sigv4aSigner=new r({...this.signerOptions})}}return this.sigv4aSigner}}});var fm=p(()=>{sT()});var ns,go,_n,nT,mT,wn,Re,hm,iT,aT,cT,pT,lT,_e,gm,ss,uT,dT,TO,G,IO,fT,hT=p(()=>{Y();ns="ref",go=-1,_n=!0,nT="isSet",mT="PartitionResult",wn="booleanEquals",Re="stringEquals",hm="getAttr",iT="us-east-1",aT="sigv4",cT="sts",pT="https://sts.{Region}.{PartitionResult#dnsSuffix}",lT={[ns]:"Endpoint"},_e={[ns]:"Region"},gm={[ns]:mT},ss={},uT=[_e],dT={conditions:[[nT,[lT]],[nT,uT],["aws.partition",uT,mT],[wn,[{[ns]:"UseFIPS"},_n]],[wn,[{[ns]:"UseDualStack"},_n]],[Re,[_e,"aws-global"]],[wn,[{[ns]:"UseGlobalEndpoint"},_n]],[Re,[_e,"eu-central-1"]],[wn,[{fn:hm,argv:[gm,"supportsDualStack"]},_n]],[wn,[{fn:hm,argv:[gm,"supportsFIPS"]},_n]],[Re,[_e,"ap-south-1"]],[Re,[_e,"eu-north-1"]],[Re,[_e,"eu-west-1"]],[Re,[_e,"eu-west-2"]],[Re,[_e,"eu-west-3"]],[Re,[_e,"sa-east-1"]],[Re,[_e,iT]],[Re,[_e,"us-east-2"]],[Re,[_e,"us-west-2"]],[Re,[_e,"us-west-1"]],[Re,[_e,"ca-central-1"]],[Re,[_e,"ap-southeast-1"]],[Re,[_e,"ap-northeast-1"]],[Re,[_e,"ap-southeast-2"]],[Re,[{fn:hm,argv:[gm,"name"]},"aws-us-gov"]]],results:[[go],["https://sts.amazonaws.com",{authSchemes:[{name:aT,signingName:cT,signingRegion:iT}]}],[pT,{authSchemes:[{name:aT,signingName:cT,signingRegion:"{Region}"}]}],[go,"Invalid Configuration: FIPS and custom endpoint are not supported"],[go,"Invalid Configuration: Dualstack and custom endpoint are not supported"],[lT,ss],["https://sts-fips.{Region}.{PartitionResult#dualStackDnsSuffix}",ss],[go,"FIPS and DualStack are enabled, but this partition does not support one or both"],["https://sts.{Region}.amazonaws.com",ss],["https://sts-fips.{Region}.{PartitionResult#dnsSuffix}",ss],[go,"FIPS is enabled but this partition does not support FIPS"],["https://sts.{Region}.{PartitionResult#dualStackDnsSuffix}",ss],[go,"DualStack is enabled but this partition does not support DualStack"],[pT,ss],[go,"Invalid Configuration: Missing Region"]]},TO=2,G=1e8,IO=new Int32Array([-1,1,-1,0,30,3,1,4,G+14,2,5,G+14,3,25,6,4,24,7,5,G+1,8,6,9,G+13,7,G+1,10,10,G+1,11,11,G+1,12,12,G+1,13,13,G+1,14,14,G+1,15,15,G+1,16,16,G+1,17,17,G+1,18,18,G+1,19,19,G+1,20,20,G+1,21,21,G+1,22,22,G+1,23,23,G+1,G+2,8,G+11,G+12,4,28,26,9,27,G+10,24,G+8,G+9,8,29,G+7,9,G+6,G+7,3,G+3,31,4,G+4,G+5]),fT=ot.from(IO,TO,dT.conditions,dT.results)});var AO,rc,ym=p(()=>{H();Y();hT();AO=new st({size:50,params:["Endpoint","Region","UseDualStack","UseFIPS","UseGlobalEndpoint"]}),rc=(t,e={})=>AO.get(t,()=>Ot(fT,{endpointParams:t,logger:e.logger}));Fe.aws=mt});function yT(t){return{schemeId:"aws.auth#sigv4",signingProperties:{name:"sts",region:t.region},propertiesExtractor:(e,r)=>({signingProperties:{config:e,context:r}})}}function Sm(t){return{schemeId:"aws.auth#sigv4a",signingProperties:{name:"sts",region:t.region},propertiesExtractor:(e,r)=>({signingProperties:{config:e,context:r}})}}function ST(t){return{schemeId:"smithy.api#noAuth"}}var CO,bO,gT,vO,PO,ET,xT,Em=p(()=>{ve();fm();O();Y();ym();CO=t=>async(e,r,o)=>{var a,c,l;if(!o)throw new Error("Could not find `input` for `defaultEndpointRuleSetHttpAuthSchemeParametersProvider`");let s=await t(e,r,o),n=(l=(c=(a=re(r))==null?void 0:a.commandInstance)==null?void 0:c.constructor)==null?void 0:l.getEndpointParameterInstructions;if(!n)throw new Error(`getEndpointParameterInstructions() is not defined on '${r.commandName}'`);let i=await fi(o,{getEndpointParameterInstructions:n},e);return Object.assign(s,i)},bO=async(t,e,r)=>({operation:re(e).operation,region:await W(t.region)()||(()=>{throw new Error("expected `region` to be configured for `aws.auth#sigv4`")})()}),gT=CO(bO);vO=(t,e,r)=>s=>{var c;let i=(c=t(s).properties)==null?void 0:c.authSchemes;if(!i)return e(s);let a=[];for(let l of i){let{name:u,properties:d={},...m}=l,f=u.toLowerCase();u!==f&&console.warn(`HttpAuthScheme has been normalized with lowercasing: '${u}' to '${f}'`);let h;if(f==="sigv4a"){h="aws.auth#sigv4a";let S=i.find(R=>{let x=R.name.toLowerCase();return x!=="sigv4a"&&x.startsWith("sigv4")});if(ho.sigv4aDependency()==="none"&&S)continue}else if(f.startsWith("sigv4"))h="aws.auth#sigv4";else throw new Error(`Unknown HttpAuthScheme found in '@smithy.rules#endpointRuleSet': '${f}'`);let y=r[h];if(!y)throw new Error(`Could not find HttpAuthOption create function for '${h}'`);let g=y(s);g.schemeId=h,g.signingProperties={...g.signingProperties||{},...m,...d},a.push(g)}return a},PO=t=>{let e=[];return t.operation==="AssumeRoleWithWebIdentity"?(e.push(ST(t)),e.push(Sm(t))):(e.push(yT(t)),e.push(Sm(t))),e},ET=vO(rc,PO,{"aws.auth#sigv4":yT,"aws.auth#sigv4a":Sm,"smithy.api#noAuth":ST}),xT=t=>{let e=pr(t),r=ca(e);return Object.assign(r,{authSchemePreference:W(t.authSchemePreference??[])})}});var RT,_T,xm=p(()=>{RT=t=>Object.assign(t,{useDualstackEndpoint:t.useDualstackEndpoint??!1,useFipsEndpoint:t.useFipsEndpoint??!1,useGlobalEndpoint:t.useGlobalEndpoint??!1,defaultSigningName:"sts"}),_T={UseGlobalEndpoint:{type:"builtInParams",name:"useGlobalEndpoint"},UseFIPS:{type:"builtInParams",name:"useFipsEndpoint"},Endpoint:{type:"builtInParams",name:"endpoint"},Region:{type:"builtInParams",name:"region"},UseDualStack:{type:"builtInParams",name:"useDualstackEndpoint"}}});var Xe,oc=p(()=>{O();Xe=class t extends tt{static shapeId="smithy.ts.sdk.synthetic.com.amazonaws.sts#STSServiceException";constructor(e){super(e),Object.setPrototypeOf(this,t.prototype)}}});var Tn,In,An,Cn,bn,vn,Pn,Rm=p(()=>{oc();Tn=class t extends Xe{static shapeId="com.amazonaws.sts#ExpiredTokenException";name="ExpiredTokenException";$fault="client";constructor(e){super({name:"ExpiredTokenException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},In=class t extends Xe{static shapeId="com.amazonaws.sts#MalformedPolicyDocumentException";name="MalformedPolicyDocumentException";$fault="client";constructor(e){super({name:"MalformedPolicyDocumentException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},An=class t extends Xe{static shapeId="com.amazonaws.sts#PackedPolicyTooLargeException";name="PackedPolicyTooLargeException";$fault="client";constructor(e){super({name:"PackedPolicyTooLargeException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Cn=class t extends Xe{static shapeId="com.amazonaws.sts#RegionDisabledException";name="RegionDisabledException";$fault="client";constructor(e){super({name:"RegionDisabledException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},bn=class t extends Xe{static shapeId="com.amazonaws.sts#IDPRejectedClaimException";name="IDPRejectedClaimException";$fault="client";constructor(e){super({name:"IDPRejectedClaimException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},vn=class t extends Xe{static shapeId="com.amazonaws.sts#InvalidIdentityTokenException";name="InvalidIdentityTokenException";$fault="client";constructor(e){super({name:"InvalidIdentityTokenException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Pn=class t extends Xe{static shapeId="com.amazonaws.sts#IDPCommunicationErrorException";name="IDPCommunicationErrorException";$fault="client";$retryable={};constructor(e){super({name:"IDPCommunicationErrorException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}}});var NO,OO,DO,kO,LO,$O,_m,UO,FO,MO,HO,wm,BO,wT,zO,jO,VO,GO,qO,WO,KO,XO,TT,IT,AT,JO,YO,QO,ZO,eD,tD,CT,rD,oD,bT,sD,vT,nD,iD,Tm,aD,cD,PT,NT,pD,lD,uD,dD,mD,fD,hD,gD,yo,So,yD,Eo,xo,Ro,SD,OT,ED,ee,DT,kT,Fr,LT,$T,UT,FT,MT,HT,BT,Im,xD,RD,Am,zT,jT,VT,GT,Cm,qT,WT,KT,XT,_D,wD,bm,vm,Nn=p(()=>{K();Rm();oc();NO="Arn",OO="AccessKeyId",DO="AssumeRole",kO="AssumedRoleId",LO="AssumeRoleRequest",$O="AssumeRoleResponse",_m="AssumedRoleUser",UO="AssumeRoleWithWebIdentity",FO="AssumeRoleWithWebIdentityRequest",MO="AssumeRoleWithWebIdentityResponse",HO="Audience",wm="Credentials",BO="ContextAssertion",wT="DurationSeconds",zO="Expiration",jO="ExternalId",VO="ExpiredTokenException",GO="IDPCommunicationErrorException",qO="IDPRejectedClaimException",WO="InvalidIdentityTokenException",KO="Key",XO="MalformedPolicyDocumentException",TT="MinimumSessionTokenSize",IT="Policy",AT="PolicyArns",JO="ProviderArn",YO="ProvidedContexts",QO="ProvidedContextsListType",ZO="ProvidedContext",eD="PolicyDescriptorType",tD="ProviderId",CT="PackedPolicySize",rD="PackedPolicyTooLargeException",oD="Provider",bT="RoleArn",sD="RegionDisabledException",vT="RoleSessionName",nD="SecretAccessKey",iD="SubjectFromWebIdentityToken",Tm="SourceIdentity",aD="SerialNumber",cD="SessionToken",PT="SessionTokenSize",NT="SessionTokenUtilization",pD="Tags",lD="TokenCode",uD="TransitiveTagKeys",dD="Tag",mD="Value",fD="WebIdentityToken",hD="arn",gD="accessKeySecretType",yo="awsQueryError",So="client",yD="clientTokenType",Eo="error",xo="httpError",Ro="message",SD="policyDescriptorListType",OT="smithy.ts.sdk.synthetic.com.amazonaws.sts",ED="tagListType",ee="com.amazonaws.sts",DT=new J(OT),kT=[-3,OT,"STSServiceException",0,[],[]];DT.registerError(kT,Xe);Fr=new J(ee),LT=[-3,ee,VO,{[yo]:["ExpiredTokenException",400],[Eo]:So,[xo]:400},[Ro],[0]];Fr.registerError(LT,Tn);$T=[-3,ee,GO,{[yo]:["IDPCommunicationError",400],[Eo]:So,[xo]:400},[Ro],[0]];Fr.registerError($T,Pn);UT=[-3,ee,qO,{[yo]:["IDPRejectedClaim",403],[Eo]:So,[xo]:403},[Ro],[0]];Fr.registerError(UT,bn);FT=[-3,ee,WO,{[yo]:["InvalidIdentityToken",400],[Eo]:So,[xo]:400},[Ro],[0]];Fr.registerError(FT,vn);MT=[-3,ee,XO,{[yo]:["MalformedPolicyDocument",400],[Eo]:So,[xo]:400},[Ro],[0]];Fr.registerError(MT,In);HT=[-3,ee,rD,{[yo]:["PackedPolicyTooLarge",400],[Eo]:So,[xo]:400},[Ro],[0]];Fr.registerError(HT,An);BT=[-3,ee,sD,{[yo]:["RegionDisabledException",403],[Eo]:So,[xo]:403},[Ro],[0]];Fr.registerError(BT,Cn);Im=[DT,Fr],xD=[0,ee,gD,8,0],RD=[0,ee,yD,8,0],Am=[3,ee,_m,0,[kO,NO],[0,0],2],zT=[3,ee,LO,0,[bT,vT,AT,IT,wT,pD,uD,jO,aD,lD,Tm,YO,TT],[0,0,()=>XT,0,1,()=>wD,64,0,0,0,0,()=>_D,1],2],jT=[3,ee,$O,0,[wm,_m,CT,Tm,NT,PT],[[()=>Cm,0],()=>Am,1,0,1,1]],VT=[3,ee,FO,0,[bT,vT,fD,tD,AT,IT,wT,TT],[0,0,[()=>RD,0],0,()=>XT,0,1,1],3],GT=[3,ee,MO,0,[wm,iD,_m,CT,oD,HO,Tm,NT,PT],[[()=>Cm,0],0,()=>Am,1,0,0,0,1,1]],Cm=[3,ee,wm,0,[OO,nD,cD,zO],[0,[()=>xD,0],0,4],4],qT=[3,ee,eD,0,[hD],[0]],WT=[3,ee,ZO,0,[JO,BO],[0,0]],KT=[3,ee,dD,0,[KO,mD],[0,0],2],XT=[1,ee,SD,0,()=>qT],_D=[1,ee,QO,0,()=>WT],wD=[1,ee,ED,0,()=>KT],bm=[9,ee,DO,0,()=>zT,()=>jT],vm=[9,ee,UO,0,()=>VT,()=>GT]});var JT,YT=p(()=>{ve();Zo();fm();qe();Ir();O();F();D();Em();ym();Nn();JT=t=>({apiVersion:"2011-06-15",base64Decoder:(t==null?void 0:t.base64Decoder)??Se,base64Encoder:(t==null?void 0:t.base64Encoder)??me,disableHostPrefix:(t==null?void 0:t.disableHostPrefix)??!1,endpointProvider:(t==null?void 0:t.endpointProvider)??rc,extensions:(t==null?void 0:t.extensions)??[],httpAuthSchemeProvider:(t==null?void 0:t.httpAuthSchemeProvider)??ET,httpAuthSchemes:(t==null?void 0:t.httpAuthSchemes)??[{schemeId:"aws.auth#sigv4",identityProvider:e=>e.getIdentityProvider("aws.auth#sigv4"),signer:new ge},{schemeId:"aws.auth#sigv4a",identityProvider:e=>e.getIdentityProvider("aws.auth#sigv4a"),signer:new Nr},{schemeId:"smithy.api#noAuth",identityProvider:e=>e.getIdentityProvider("smithy.api#noAuth")||(async()=>({})),signer:new Me}],logger:(t==null?void 0:t.logger)??new $e,protocol:(t==null?void 0:t.protocol)??rn,protocolSettings:(t==null?void 0:t.protocolSettings)??{defaultNamespace:"com.amazonaws.sts",errorTypeRegistries:Im,xmlNamespace:"https://sts.amazonaws.com/doc/2011-06-15/",version:"2011-06-15",serviceTarget:"AWSSecurityTokenServiceV20110615"},serviceId:(t==null?void 0:t.serviceId)??"STS",sha256:(t==null?void 0:t.sha256)??pt,signerConstructor:(t==null?void 0:t.signerConstructor)??ho,urlParser:(t==null?void 0:t.urlParser)??he,utf8Decoder:(t==null?void 0:t.utf8Decoder)??te,utf8Encoder:(t==null?void 0:t.utf8Encoder)??X})});var QT,ZT=p(()=>{en();H();ve();qe();O();k();dt();D();uo();YT();QT=t=>{At(process.version);let e=Nt(t),r=()=>e().then(It),o=JT(t);yt(process.version);let s={profile:t==null?void 0:t.profile,logger:o.logger};return{...o,...t,runtime:"node",defaultsMode:e,authSchemePreference:(t==null?void 0:t.authSchemePreference)??T(ft,s),bodyLengthChecker:(t==null?void 0:t.bodyLengthChecker)??xt,defaultSocketTimeout:St(t==null?void 0:t.requestHandler,3e5),defaultUserAgentProvider:(t==null?void 0:t.defaultUserAgentProvider)??qt({serviceId:o.serviceId,clientVersion:Lr.version}),httpAuthSchemes:(t==null?void 0:t.httpAuthSchemes)??[{schemeId:"aws.auth#sigv4",identityProvider:n=>n.getIdentityProvider("aws.auth#sigv4")||(async i=>await t.credentialDefaultProvider((i==null?void 0:i.__config)||{})()),signer:new ge},{schemeId:"aws.auth#sigv4a",identityProvider:n=>n.getIdentityProvider("aws.auth#sigv4a"),signer:new Nr},{schemeId:"smithy.api#noAuth",identityProvider:n=>n.getIdentityProvider("smithy.api#noAuth")||(async()=>({})),signer:new Me}],maxAttempts:(t==null?void 0:t.maxAttempts)??T(zt,t),region:(t==null?void 0:t.region)??T(Ue,{...rt,...s}),requestHandler:He.create((t==null?void 0:t.requestHandler)??r),retryMode:(t==null?void 0:t.retryMode)??T({...Vt,default:async()=>(await r()).retryMode||at},t),sigv4aSigningRegionSet:(t==null?void 0:t.sigv4aSigningRegionSet)??T(pa,s),streamCollector:(t==null?void 0:t.streamCollector)??Ve,useDualstackEndpoint:(t==null?void 0:t.useDualstackEndpoint)??T(_t,s),useFipsEndpoint:(t==null?void 0:t.useFipsEndpoint)??T(wt,s),userAgentAppId:(t==null?void 0:t.userAgentAppId)??T(Wt,s)}}});var eI,tI,rI=p(()=>{eI=t=>{let e=t.httpAuthSchemes,r=t.httpAuthSchemeProvider,o=t.credentials;return{setHttpAuthScheme(s){let n=e.findIndex(i=>i.schemeId===s.schemeId);n===-1?e.push(s):e.splice(n,1,s)},httpAuthSchemes(){return e},setHttpAuthSchemeProvider(s){r=s},httpAuthSchemeProvider(){return r},setCredentials(s){o=s},credentials(){return o}}},tI=t=>({httpAuthSchemes:t.httpAuthSchemes(),httpAuthSchemeProvider:t.httpAuthSchemeProvider(),credentials:t.credentials()})});var oI,sI=p(()=>{H();O();F();rI();oI=(t,e)=>{let r=Object.assign(Kt(t),Ct(t),Dt(t),eI(t));return e.forEach(o=>o.configure(r)),Object.assign(t,Xt(r),bt(r),kt(r),tI(r))}});var Mr,sc=p(()=>{H();qe();O();k();Y();F();dt();K();Em();xm();ZT();sI();Mr=class extends Ce{config;constructor(...[e]){let r=QT(e||{});super(r),this.initConfig=r;let o=RT(r),s=Bt(o),n=jt(s),i=Pt(n),a=i,c=sr(a),l=xT(c),u=oI(l,(e==null?void 0:e.extensions)||[]);this.config=u,this.middlewareStack.use(Tt(this.config)),this.middlewareStack.use(Gt(this.config)),this.middlewareStack.use(cr(this.config)),this.middlewareStack.use(Lt(this.config)),this.middlewareStack.use(Ut(this.config)),this.middlewareStack.use(Ft(this.config)),this.middlewareStack.use(Mt(this.config)),this.middlewareStack.use(lt(this.config,{httpAuthSchemeParametersProvider:gT,identityProviderConfigProvider:async d=>new Ge({"aws.auth#sigv4":d.credentials,"aws.auth#sigv4a":d.credentials})})),this.middlewareStack.use(ut(this.config))}destroy(){super.destroy()}}});var nc,ic,ac,Pm=p(()=>{O();Y();xm();nc=vt(_T,"AWSSecurityTokenServiceV20110615","STSClient",nr),ic={},ac=(t,e,r,o)=>[]});var _o,cc=p(()=>{Pm();Nn();_o=class extends nc(ic,ac,"AssumeRole",bm){}});var wo,pc=p(()=>{Pm();Nn();wo=class extends nc(ic,ac,"AssumeRoleWithWebIdentity",vm){}});var TD,lc,nI=p(()=>{O();cc();pc();sc();TD={AssumeRoleCommand:_o,AssumeRoleWithWebIdentityCommand:wo},lc=class extends Mr{};fr(TD,lc)});var iI=p(()=>{cc();pc()});var aI=p(()=>{});var cI,pI,lI,uI,dI,mI=p(()=>{H();cc();pc();cI=t=>{if(typeof(t==null?void 0:t.Arn)=="string"){let e=t.Arn.split(":");if(e.length>4&&e[4]!=="")return e[4]}},pI=async(t,e,r,o={})=>{var c;let s=typeof t=="function"?await t():t,n=typeof e=="function"?await e():e,i="",a=s??n??(i=await sd(o)());return(c=r==null?void 0:r.debug)==null||c.call(r,"@aws-sdk/client-sts::resolveRegion","accepting first of:",`${s} (credential provider clientConfig)`,`${n} (contextual client)`,`${i} (STS default: AWS_REGION, profile region, or us-east-1)`),a},lI=(t,e)=>{let r,o;return async(s,n)=>{var u,d,m,f,h;if(o=s,!r){let{logger:y=(u=t==null?void 0:t.parentClientConfig)==null?void 0:u.logger,profile:g=(d=t==null?void 0:t.parentClientConfig)==null?void 0:d.profile,region:S,requestHandler:R=(m=t==null?void 0:t.parentClientConfig)==null?void 0:m.requestHandler,credentialProviderLogger:x,userAgentAppId:w=(f=t==null?void 0:t.parentClientConfig)==null?void 0:f.userAgentAppId}=t,N=await pI(S,(h=t==null?void 0:t.parentClientConfig)==null?void 0:h.region,x,{logger:y,profile:g}),L=!dI(R);r=new e({...t,userAgentAppId:w,profile:g,credentialDefaultProvider:()=>async()=>o,region:N,requestHandler:L?R:void 0,logger:y})}let{Credentials:i,AssumedRoleUser:a}=await r.send(new _o(n));if(!i||!i.AccessKeyId||!i.SecretAccessKey)throw new Error(`Invalid response from STS.assumeRole call with role ${n.RoleArn}`);let c=cI(a),l={accessKeyId:i.AccessKeyId,secretAccessKey:i.SecretAccessKey,sessionToken:i.SessionToken,expiration:i.Expiration,...i.CredentialScope&&{credentialScope:i.CredentialScope},...c&&{accountId:c}};return M(l,"CREDENTIALS_STS_ASSUME_ROLE","i"),l}},uI=(t,e)=>{let r;return async o=>{var c,l,u,d,m;if(!r){let{logger:f=(c=t==null?void 0:t.parentClientConfig)==null?void 0:c.logger,profile:h=(l=t==null?void 0:t.parentClientConfig)==null?void 0:l.profile,region:y,requestHandler:g=(u=t==null?void 0:t.parentClientConfig)==null?void 0:u.requestHandler,credentialProviderLogger:S,userAgentAppId:R=(d=t==null?void 0:t.parentClientConfig)==null?void 0:d.userAgentAppId}=t,x=await pI(y,(m=t==null?void 0:t.parentClientConfig)==null?void 0:m.region,S,{logger:f,profile:h}),w=!dI(g);r=new e({...t,userAgentAppId:R,profile:h,region:x,requestHandler:w?g:void 0,logger:f})}let{Credentials:s,AssumedRoleUser:n}=await r.send(new wo(o));if(!s||!s.AccessKeyId||!s.SecretAccessKey)throw new Error(`Invalid response from STS.assumeRoleWithWebIdentity call with role ${o.RoleArn}`);let i=cI(n),a={accessKeyId:s.AccessKeyId,secretAccessKey:s.SecretAccessKey,sessionToken:s.SessionToken,expiration:s.Expiration,...s.CredentialScope&&{credentialScope:s.CredentialScope},...i&&{accountId:i}};return i&&M(a,"RESOLVED_ACCOUNT_ID","T"),M(a,"CREDENTIALS_STS_ASSUME_ROLE_WEB_ID","k"),a}},dI=t=>{var e;return((e=t==null?void 0:t.metadata)==null?void 0:e.handlerProtocol)==="h2"}});var fI,hI,gI,ID,yI=p(()=>{mI();sc();fI=(t,e)=>e?class extends t{constructor(o){super(o);for(let s of e)this.middlewareStack.use(s)}}:t,hI=(t={},e)=>lI(t,fI(Mr,e)),gI=(t={},e)=>uI(t,fI(Mr,e)),ID=t=>e=>t({roleAssumer:hI(e),roleAssumerWithWebIdentity:gI(e),...e})});var Nm={};je(Nm,{$Command:()=>ct,AssumeRole$:()=>bm,AssumeRoleCommand:()=>_o,AssumeRoleRequest$:()=>zT,AssumeRoleResponse$:()=>jT,AssumeRoleWithWebIdentity$:()=>vm,AssumeRoleWithWebIdentityCommand:()=>wo,AssumeRoleWithWebIdentityRequest$:()=>VT,AssumeRoleWithWebIdentityResponse$:()=>GT,AssumedRoleUser$:()=>Am,Credentials$:()=>Cm,ExpiredTokenException:()=>Tn,ExpiredTokenException$:()=>LT,IDPCommunicationErrorException:()=>Pn,IDPCommunicationErrorException$:()=>$T,IDPRejectedClaimException:()=>bn,IDPRejectedClaimException$:()=>UT,InvalidIdentityTokenException:()=>vn,InvalidIdentityTokenException$:()=>FT,MalformedPolicyDocumentException:()=>In,MalformedPolicyDocumentException$:()=>MT,PackedPolicyTooLargeException:()=>An,PackedPolicyTooLargeException$:()=>HT,PolicyDescriptorType$:()=>qT,ProvidedContext$:()=>WT,RegionDisabledException:()=>Cn,RegionDisabledException$:()=>BT,STS:()=>lc,STSClient:()=>Mr,STSServiceException:()=>Xe,STSServiceException$:()=>kT,Tag$:()=>KT,__Client:()=>Ce,decorateDefaultCredentialProvider:()=>ID,errorTypeRegistries:()=>Im,getDefaultRoleAssumer:()=>hI,getDefaultRoleAssumerWithWebIdentity:()=>gI});var Om=p(()=>{sc();nI();iI();O();Nn();Rm();aI();yI();oc()});var EI,AD,CD,xI,SI,RI=p(()=>{H();k();Qw();EI=(t,{profile:e="default",logger:r}={})=>!!t&&typeof t=="object"&&typeof t.role_arn=="string"&&["undefined","string"].indexOf(typeof t.role_session_name)>-1&&["undefined","string"].indexOf(typeof t.external_id)>-1&&["undefined","string"].indexOf(typeof t.mfa_serial)>-1&&(AD(t,{profile:e,logger:r})||CD(t,{profile:e,logger:r})),AD=(t,{profile:e,logger:r})=>{var s;let o=typeof t.source_profile=="string"&&typeof t.credential_source>"u";return o&&((s=r==null?void 0:r.debug)==null||s.call(r,`    ${e} isAssumeRoleWithSourceProfile source_profile=${t.source_profile}`)),o},CD=(t,{profile:e,logger:r})=>{var s;let o=typeof t.credential_source=="string"&&typeof t.source_profile>"u";return o&&((s=r==null?void 0:r.debug)==null||s.call(r,`    ${e} isCredentialSourceProfile credential_source=${t.credential_source}`)),o},xI=async(t,e,r,o,s={},n)=>{var u,d,m;(u=r.logger)==null||u.debug("@aws-sdk/credential-provider-ini - resolveAssumeRoleCredentials (STS)");let i=e[t],{source_profile:a,region:c}=i;if(!r.roleAssumer){let{getDefaultRoleAssumer:f}=await Promise.resolve().then(()=>(Om(),Nm));r.roleAssumer=f({...r.clientConfig,credentialProviderLogger:r.logger,parentClientConfig:{...o,...r==null?void 0:r.parentClientConfig,region:c??((d=r==null?void 0:r.parentClientConfig)==null?void 0:d.region)??(o==null?void 0:o.region)}},r.clientPlugins)}if(a&&a in s)throw new _(`Detected a cycle attempting to resolve credentials for profile ${Le(r)}. Profiles visited: `+Object.keys(s).join(", "),{logger:r.logger});(m=r.logger)==null||m.debug(`@aws-sdk/credential-provider-ini - finding credential resolver using ${a?`source_profile=[${a}]`:`profile=[${t}]`}`);let l=a?n(a,e,r,o,{...s,[a]:!0},SI(e[a]??{})):(await Yw(i.credential_source,t,r.logger)(r))();if(SI(i))return l.then(f=>M(f,"CREDENTIALS_PROFILE_SOURCE_PROFILE","o"));{let f={RoleArn:i.role_arn,RoleSessionName:i.role_session_name||`aws-sdk-js-${Date.now()}`,ExternalId:i.external_id,DurationSeconds:parseInt(i.duration_seconds||"3600",10)},{mfa_serial:h}=i;if(h){if(!r.mfaCodeProvider)throw new _(`Profile ${t} requires multi-factor authentication, but no MFA code callback was provided.`,{logger:r.logger,tryNextLink:!1});f.SerialNumber=h,f.TokenCode=await r.mfaCodeProvider(h)}let y=await l;return r.roleAssumer(y,f).then(g=>M(g,"CREDENTIALS_PROFILE_SOURCE_PROFILE","o"))}},SI=t=>!t.role_arn&&!!t.credential_source});function bD(t){return{schemeId:"aws.auth#sigv4",signingProperties:{name:"signin",region:t.region},propertiesExtractor:(e,r)=>({signingProperties:{config:e,context:r}})}}function vD(t){return{schemeId:"smithy.api#noAuth"}}var _I,wI,TI,Dm=p(()=>{ve();O();_I=async(t,e,r)=>({operation:re(e).operation,region:await W(t.region)()||(()=>{throw new Error("expected `region` to be configured for `aws.auth#sigv4`")})()});wI=t=>{let e=[];return t.operation==="CreateOAuth2Token"?e.push(vD(t)):e.push(bD(t)),e},TI=t=>{let e=pr(t);return Object.assign(e,{authSchemePreference:W(t.authSchemePreference??[])})}});var II,AI,km=p(()=>{II=t=>Object.assign(t,{useDualstackEndpoint:t.useDualstackEndpoint??!1,useFipsEndpoint:t.useFipsEndpoint??!1,defaultSigningName:"signin"}),AI={UseFIPS:{type:"builtInParams",name:"useFipsEndpoint"},Endpoint:{type:"builtInParams",name:"endpoint"},Region:{type:"builtInParams",name:"region"},UseDualStack:{type:"builtInParams",name:"useDualstackEndpoint"}}});var zr,Hr,CI,is,bI,as,vI,$m,Er,Lm,PI,NI,Br,LI,OI,uc,Pe,DI,kI,PD,j,ND,$I,UI=p(()=>{Y();zr="ref",Hr=-1,CI=!1,is=!0,bI="isSet",as="booleanEquals",vI="coalesce",$m="PartitionResult",Er="stringEquals",Lm="getAttr",PI="https://signin.{Region}.{PartitionResult#dualStackDnsSuffix}",NI={[zr]:"Endpoint"},Br={fn:Lm,argv:[{[zr]:$m},"name"]},LI={[zr]:"Region"},OI={[zr]:$m},uc={authSchemes:[{name:"sigv4",signingName:"signin",signingRegion:"{Region}"}]},Pe={},DI=[LI],kI={conditions:[[bI,DI],[as,[{fn:vI,argv:[{[zr]:"IsControlPlane"},CI]},is]],[bI,[NI]],["aws.partition",DI,$m],[as,[{[zr]:"UseFIPS"},is]],[Er,[Br,"aws"]],[as,[{fn:vI,argv:[{[zr]:"IsOAuthEndpoint"},CI]},is]],[as,[{[zr]:"UseDualStack"},is]],[Er,[Br,"aws-cn"]],[Er,[LI,"us-gov-west-1"]],[Er,[Br,"aws-us-gov"]],[as,[{fn:Lm,argv:[OI,"supportsFIPS"]},is]],[Er,[Br,"aws-iso"]],[Er,[Br,"aws-iso-b"]],[Er,[Br,"aws-iso-f"]],[Er,[Br,"aws-iso-e"]],[Er,[Br,"aws-eusc"]],[as,[{fn:Lm,argv:[OI,"supportsDualStack"]},is]]],results:[[Hr],["https://signin.{Region}.api.aws",uc],["https://signin.{Region}.api.amazonwebservices.com.cn",uc],[PI,uc],[Hr,"FIPS endpoints are not supported for OAuth operations. Disable FIPS or use a non-OAuth operation."],["https://{Region}.oauth.signin.aws",uc],["https://{Region}.signin.aws.amazon.com",Pe],["https://{Region}.signin.amazonaws.cn",Pe],["https://{Region}.signin.amazonaws-us-gov.com",Pe],["https://{Region}.signin.c2shome.ic.gov",Pe],["https://{Region}.signin.sc2shome.sgov.gov",Pe],["https://{Region}.signin.csphome.hci.ic.gov",Pe],["https://{Region}.signin.csphome.adc-e.uk",Pe],["https://{Region}.signin.amazonaws-eusc.eu",Pe],["https://signin-fips.amazonaws-us-gov.com",Pe],["https://{Region}.signin-fips.amazonaws-us-gov.com",Pe],["https://{Region}.signin.{PartitionResult#dnsSuffix}",Pe],[Hr,"Invalid Configuration: FIPS and custom endpoint are not supported"],[Hr,"Invalid Configuration: Dualstack and custom endpoint are not supported"],[NI,Pe],["https://signin-fips.{Region}.{PartitionResult#dualStackDnsSuffix}",Pe],[Hr,"FIPS and DualStack are enabled, but this partition does not support one or both"],["https://signin-fips.{Region}.{PartitionResult#dnsSuffix}",Pe],[Hr,"FIPS is enabled but this partition does not support FIPS"],[PI,Pe],[Hr,"DualStack is enabled but this partition does not support DualStack"],["https://signin.{Region}.{PartitionResult#dnsSuffix}",Pe],[Hr,"Invalid Configuration: Missing Region"]]},PD=2,j=1e8,ND=new Int32Array([-1,1,-1,0,6,3,2,36,4,4,5,j+27,6,j+4,j+27,1,29,7,2,36,8,3,9,31,4,22,10,5,19,11,7,21,12,8,j+7,13,10,j+8,14,12,j+9,15,13,j+10,16,14,j+11,17,15,j+12,18,16,j+13,j+16,6,j+5,20,7,21,j+6,17,j+24,j+25,6,j+4,23,7,27,24,9,j+14,25,10,j+15,26,11,j+22,j+23,11,28,j+21,17,j+20,j+21,2,35,30,3,39,31,4,32,j+27,6,j+4,33,7,j+27,34,9,j+14,j+27,3,39,36,4,38,37,7,j+18,j+19,6,j+4,j+17,5,j+1,40,8,j+2,j+3]),$I=ot.from(ND,PD,kI.conditions,kI.results)});var OD,FI,MI=p(()=>{H();Y();UI();OD=new st({size:50,params:["Endpoint","IsControlPlane","IsOAuthEndpoint","Region","UseDualStack","UseFIPS"]}),FI=(t,e={})=>OD.get(t,()=>Ot($I,{endpointParams:t,logger:e.logger}));Fe.aws=mt});var Qt,dc=p(()=>{O();Qt=class t extends tt{static shapeId="smithy.ts.sdk.synthetic.com.amazonaws.signin#SigninServiceException";constructor(e){super(e),Object.setPrototypeOf(this,t.prototype)}}});var On,Dn,kn,Ln,Um=p(()=>{dc();On=class t extends Qt{static shapeId="com.amazonaws.signin#AccessDeniedException";name="AccessDeniedException";$fault="client";error;constructor(e){super({name:"AccessDeniedException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype),this.error=e.error}},Dn=class t extends Qt{static shapeId="com.amazonaws.signin#InternalServerException";name="InternalServerException";$fault="server";error;constructor(e){super({name:"InternalServerException",$fault:"server",...e}),Object.setPrototypeOf(this,t.prototype),this.error=e.error}},kn=class t extends Qt{static shapeId="com.amazonaws.signin#TooManyRequestsError";name="TooManyRequestsError";$fault="client";error;constructor(e){super({name:"TooManyRequestsError",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype),this.error=e.error}},Ln=class t extends Qt{static shapeId="com.amazonaws.signin#ValidationException";name="ValidationException";$fault="client";error;constructor(e){super({name:"ValidationException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype),this.error=e.error}}});var DD,kD,LD,$D,UD,FD,MD,HD,BD,zD,jD,VD,GD,qD,WD,HI,Fm,KD,zm,BI,zI,XD,jr,Mm,JD,Hm,YD,WI,jm,jI,we,fc,QD,mc,VI,KI,GI,qI,ZD,ek,tk,Bm,rk,Ne,XI,JI,$n,YI,QI,ZI,eA,Vm,ok,tA,rA,oA,sA,nA,iA,aA,cA,Gm,qm,Un=p(()=>{K();Um();dc();DD="AccessDeniedException",kD="AccessToken",LD="CreateOAuth2Token",$D="CreateOAuth2TokenRequest",UD="CreateOAuth2TokenRequestBody",FD="CreateOAuth2TokenResponseBody",MD="CreateOAuth2TokenResponse",HD="CreateOAuth2TokenWithIAM",BD="CreateOAuth2TokenWithIAMRequest",zD="CreateOAuth2TokenWithIAMResponse",jD="InternalServerException",VD="OAuthAccessToken",GD="RefreshToken",qD="TooManyRequestsError",WD="ValidationException",HI="accessKeyId",Fm="accessToken",KD="access_token",zm="client",BI="clientId",zI="codeVerifier",XD="code",jr="error",Mm="expiresIn",JD="expires_in",Hm="grantType",YD="grant_type",WI="http",jm="httpError",jI="idToken",we="jsonName",fc="message",QD="resource",mc="refreshToken",VI="redirectUri",KI="smithy.ts.sdk.synthetic.com.amazonaws.signin",GI="secretAccessKey",qI="sessionToken",ZD="server",ek="tokenInput",tk="tokenOutput",Bm="tokenType",rk="token_type",Ne="com.amazonaws.signin",XI=new J(KI),JI=[-3,KI,"SigninServiceException",0,[],[]];XI.registerError(JI,Qt);$n=new J(Ne),YI=[-3,Ne,DD,{[jr]:zm},[jr,fc],[0,0],2];$n.registerError(YI,On);QI=[-3,Ne,jD,{[jr]:ZD,[jm]:500},[jr,fc],[0,0],2];$n.registerError(QI,Dn);ZI=[-3,Ne,qD,{[jr]:zm,[jm]:429},[jr,fc],[0,0],2];$n.registerError(ZI,kn);eA=[-3,Ne,WD,{[jr]:zm,[jm]:400},[jr,fc],[0,0],2];$n.registerError(eA,Ln);Vm=[XI,$n],ok=[0,Ne,VD,8,0],tA=[0,Ne,GD,8,0],rA=[3,Ne,kD,8,[HI,GI,qI],[[0,{[we]:HI}],[0,{[we]:GI}],[0,{[we]:qI}]],3],oA=[3,Ne,$D,0,[ek],[[()=>sA,16]],1],sA=[3,Ne,UD,0,[BI,Hm,XD,VI,zI,mc],[[0,{[we]:BI}],[0,{[we]:Hm}],0,[0,{[we]:VI}],[0,{[we]:zI}],[()=>tA,{[we]:mc}]],2],nA=[3,Ne,MD,0,[tk],[[()=>iA,16]],1],iA=[3,Ne,FD,0,[Fm,Bm,Mm,mc,jI],[[()=>rA,{[we]:Fm}],[0,{[we]:Bm}],[1,{[we]:Mm}],[()=>tA,{[we]:mc}],[0,{[we]:jI}]],4],aA=[3,Ne,BD,0,[Hm,QD],[[0,{[we]:YD}],0],2],cA=[3,Ne,zD,0,[Fm,Bm,Mm],[[()=>ok,{[we]:KD}],[0,{[we]:rk}],[1,{[we]:JD}]],3],Gm=[9,Ne,LD,{[WI]:["POST","/v1/token",200]},()=>oA,()=>nA],qm=[9,Ne,HD,{[WI]:["POST","/v1/token?x-amz-client-auth-method=iam",200]},()=>aA,()=>cA]});var pA,lA=p(()=>{ve();Zo();qe();Ir();O();F();D();Dm();MI();Un();pA=t=>({apiVersion:"2023-01-01",base64Decoder:(t==null?void 0:t.base64Decoder)??Se,base64Encoder:(t==null?void 0:t.base64Encoder)??me,disableHostPrefix:(t==null?void 0:t.disableHostPrefix)??!1,endpointProvider:(t==null?void 0:t.endpointProvider)??FI,extensions:(t==null?void 0:t.extensions)??[],httpAuthSchemeProvider:(t==null?void 0:t.httpAuthSchemeProvider)??wI,httpAuthSchemes:(t==null?void 0:t.httpAuthSchemes)??[{schemeId:"aws.auth#sigv4",identityProvider:e=>e.getIdentityProvider("aws.auth#sigv4"),signer:new ge},{schemeId:"smithy.api#noAuth",identityProvider:e=>e.getIdentityProvider("smithy.api#noAuth")||(async()=>({})),signer:new Me}],logger:(t==null?void 0:t.logger)??new $e,protocol:(t==null?void 0:t.protocol)??yr,protocolSettings:(t==null?void 0:t.protocolSettings)??{defaultNamespace:"com.amazonaws.signin",errorTypeRegistries:Vm,version:"2023-01-01",serviceTarget:"Signin"},serviceId:(t==null?void 0:t.serviceId)??"Signin",sha256:(t==null?void 0:t.sha256)??pt,urlParser:(t==null?void 0:t.urlParser)??he,utf8Decoder:(t==null?void 0:t.utf8Decoder)??te,utf8Encoder:(t==null?void 0:t.utf8Encoder)??X})});var uA,dA=p(()=>{en();H();ve();O();k();dt();D();uo();lA();uA=t=>{At(process.version);let e=Nt(t),r=()=>e().then(It),o=pA(t);yt(process.version);let s={profile:t==null?void 0:t.profile,logger:o.logger};return{...o,...t,runtime:"node",defaultsMode:e,authSchemePreference:(t==null?void 0:t.authSchemePreference)??T(ft,s),bodyLengthChecker:(t==null?void 0:t.bodyLengthChecker)??xt,defaultSocketTimeout:St(t==null?void 0:t.requestHandler,3e5),defaultUserAgentProvider:(t==null?void 0:t.defaultUserAgentProvider)??qt({serviceId:o.serviceId,clientVersion:Lr.version}),maxAttempts:(t==null?void 0:t.maxAttempts)??T(zt,t),region:(t==null?void 0:t.region)??T(Ue,{...rt,...s}),requestHandler:He.create((t==null?void 0:t.requestHandler)??r),retryMode:(t==null?void 0:t.retryMode)??T({...Vt,default:async()=>(await r()).retryMode||at},t),streamCollector:(t==null?void 0:t.streamCollector)??Ve,useDualstackEndpoint:(t==null?void 0:t.useDualstackEndpoint)??T(_t,s),useFipsEndpoint:(t==null?void 0:t.useFipsEndpoint)??T(wt,s),userAgentAppId:(t==null?void 0:t.userAgentAppId)??T(Wt,s)}}});var mA,fA,hA=p(()=>{mA=t=>{let e=t.httpAuthSchemes,r=t.httpAuthSchemeProvider,o=t.credentials;return{setHttpAuthScheme(s){let n=e.findIndex(i=>i.schemeId===s.schemeId);n===-1?e.push(s):e.splice(n,1,s)},httpAuthSchemes(){return e},setHttpAuthSchemeProvider(s){r=s},httpAuthSchemeProvider(){return r},setCredentials(s){o=s},credentials(){return o}}},fA=t=>({httpAuthSchemes:t.httpAuthSchemes(),httpAuthSchemeProvider:t.httpAuthSchemeProvider(),credentials:t.credentials()})});var gA,yA=p(()=>{H();O();F();hA();gA=(t,e)=>{let r=Object.assign(Kt(t),Ct(t),Dt(t),mA(t));return e.forEach(o=>o.configure(r)),Object.assign(t,Xt(r),bt(r),kt(r),fA(r))}});var Fn,Wm=p(()=>{H();qe();O();k();Y();F();dt();K();Dm();km();dA();yA();Fn=class extends Ce{config;constructor(...[e]){let r=uA(e||{});super(r),this.initConfig=r;let o=II(r),s=Bt(o),n=jt(s),i=Pt(n),a=i,c=sr(a),l=TI(c),u=gA(l,(e==null?void 0:e.extensions)||[]);this.config=u,this.middlewareStack.use(Tt(this.config)),this.middlewareStack.use(Gt(this.config)),this.middlewareStack.use(cr(this.config)),this.middlewareStack.use(Lt(this.config)),this.middlewareStack.use(Ut(this.config)),this.middlewareStack.use(Ft(this.config)),this.middlewareStack.use(Mt(this.config)),this.middlewareStack.use(lt(this.config,{httpAuthSchemeParametersProvider:_I,identityProviderConfigProvider:async d=>new Ge({"aws.auth#sigv4":d.credentials})})),this.middlewareStack.use(ut(this.config))}destroy(){super.destroy()}}});var hc,SA,EA,gc,Km=p(()=>{O();Y();km();hc=vt(AI,"Signin","SigninClient",nr),SA={IsControlPlane:{type:"staticContextParams",value:!1}},EA={IsOAuthEndpoint:{type:"staticContextParams",value:!0}},gc=(t,e,r,o)=>[]});var Mn,Xm=p(()=>{Km();Un();Mn=class extends hc(SA,gc,"CreateOAuth2Token",Gm){}});var Hn,Jm=p(()=>{Km();Un();Hn=class extends hc(EA,gc,"CreateOAuth2TokenWithIAM",qm){}});var sk,yc,xA=p(()=>{O();Xm();Jm();Wm();sk={CreateOAuth2TokenCommand:Mn,CreateOAuth2TokenWithIAMCommand:Hn},yc=class extends Fn{};fr(sk,yc)});var RA=p(()=>{Xm();Jm()});var nk,_A=p(()=>{nk={AUTHCODE_EXPIRED:"AUTHCODE_EXPIRED",CONFLICT:"CONFLICT",INSUFFICIENT_PERMISSIONS:"INSUFFICIENT_PERMISSIONS",INVALID_REQUEST:"INVALID_REQUEST",OAUTH_INVALID_GRANT:"invalid_grant",OAUTH_INVALID_REQUEST:"invalid_request",OAUTH_INVALID_SCOPE:"invalid_scope",OAUTH_INVALID_TARGET:"invalid_target",OAUTH_RATE_EXCEEDED:"rate_exceeded",OAUTH_SERVICE_UNAVAILABLE:"service_unavailable",OAUTH_UNSUPPORTED_GRANT_TYPE:"unsupported_grant_type",RESOURCE_NOT_FOUND:"RESOURCE_NOT_FOUND",SERVER_ERROR:"server_error",SERVICE_QUOTA_EXCEEDED:"SERVICE_QUOTA_EXCEEDED",TOKEN_EXPIRED:"TOKEN_EXPIRED",USER_CREDENTIALS_CHANGED:"USER_CREDENTIALS_CHANGED"}});var wA=p(()=>{});var TA={};je(TA,{$Command:()=>ct,AccessDeniedException:()=>On,AccessDeniedException$:()=>YI,AccessToken$:()=>rA,CreateOAuth2Token$:()=>Gm,CreateOAuth2TokenCommand:()=>Mn,CreateOAuth2TokenRequest$:()=>oA,CreateOAuth2TokenRequestBody$:()=>sA,CreateOAuth2TokenResponse$:()=>nA,CreateOAuth2TokenResponseBody$:()=>iA,CreateOAuth2TokenWithIAM$:()=>qm,CreateOAuth2TokenWithIAMCommand:()=>Hn,CreateOAuth2TokenWithIAMRequest$:()=>aA,CreateOAuth2TokenWithIAMResponse$:()=>cA,InternalServerException:()=>Dn,InternalServerException$:()=>QI,OAuth2ErrorCode:()=>nk,Signin:()=>yc,SigninClient:()=>Fn,SigninServiceException:()=>Qt,SigninServiceException$:()=>JI,TooManyRequestsError:()=>kn,TooManyRequestsError$:()=>ZI,ValidationException:()=>Ln,ValidationException$:()=>eA,__Client:()=>Ce,errorTypeRegistries:()=>Vm});var IA=p(()=>{Wm();xA();RA();O();Un();_A();Um();wA();dc()});var Vr,Sc,AA,Bn,Ec,CA=p(()=>{k();F();Vr=require("crypto"),Sc=require("fs"),AA=require("os"),Bn=require("path"),Ec=class t{profileData;init;callerClientConfig;static REFRESH_THRESHOLD=300*1e3;constructor(e,r,o){this.profileData=e,this.init=r,this.callerClientConfig=o}async loadCredentials(){let e=await this.loadToken();if(!e)throw new _(`Failed to load a token for session ${this.loginSession}, please re-authenticate using aws login`,{tryNextLink:!1,logger:this.logger});let r=e.accessToken,o=Date.now();return new Date(r.expiresAt).getTime()-o<=t.REFRESH_THRESHOLD?this.refresh(e):this.toCredentials(e.accessToken)}get logger(){var e;return(e=this.init)==null?void 0:e.logger}get loginSession(){return this.profileData.login_session}toCredentials(e){return{accessKeyId:e.accessKeyId,secretAccessKey:e.secretAccessKey,sessionToken:e.sessionToken,accountId:e.accountId,expiration:new Date(e.expiresAt)}}async refresh(e){var R,x,w,N,L,B,ne,ze;let r=await this.loadToken().catch(()=>e),o=Date.now(),s=new Date(r.accessToken.expiresAt).getTime(),n=new Date(e.accessToken.expiresAt).getTime(),i=s<=o&&n>o?e:r;if(new Date(i.accessToken.expiresAt).getTime()-Date.now()>t.REFRESH_THRESHOLD)return this.toCredentials(i.accessToken);let{SigninClient:c,CreateOAuth2TokenCommand:l}=await Promise.resolve().then(()=>(IA(),TA)),{logger:u,userAgentAppId:d}=this.callerClientConfig??{},f=(U=>{var Q;return((Q=U==null?void 0:U.metadata)==null?void 0:Q.handlerProtocol)==="h2"})((R=this.callerClientConfig)==null?void 0:R.requestHandler)||(x=this.callerClientConfig)==null?void 0:x.requestHandler,h=typeof i.signInRegion=="string"&&i.signInRegion.length>0?i.signInRegion:void 0,y=h??this.profileData.region??await((N=(w=this.callerClientConfig)==null?void 0:w.region)==null?void 0:N.call(w))??process.env.AWS_REGION,g=new c({credentials:{accessKeyId:"",secretAccessKey:""},region:y,requestHandler:f,logger:u,userAgentAppId:d,...(L=this.init)==null?void 0:L.clientConfig,...h&&{region:h}});this.createDPoPInterceptor(g.middlewareStack);let S={tokenInput:{clientId:i.clientId,refreshToken:i.refreshToken,grantType:"refresh_token"}};try{let U=await g.send(new l(S)),{accessKeyId:Q,secretAccessKey:de,sessionToken:Z}=((B=U.tokenOutput)==null?void 0:B.accessToken)??{},{refreshToken:z,expiresIn:Ye}=U.tokenOutput??{};if(!Q||!de||!Z||!z)throw new _("Token refresh response missing required fields",{logger:this.logger,tryNextLink:!1});let XC=(Ye??900)*1e3,JC=new Date(Date.now()+XC),hf={...i,accessToken:{...i.accessToken,accessKeyId:Q,secretAccessKey:de,sessionToken:Z,expiresAt:JC.toISOString()},refreshToken:z};return await this.saveToken(hf),this.toCredentials(hf.accessToken)}catch(U){if(U.name==="AccessDeniedException"){let de=U.error,Z;switch(de){case"TOKEN_EXPIRED":Z="Your session has expired. Please reauthenticate.";break;case"USER_CREDENTIALS_CHANGED":Z="Unable to refresh credentials because of a change in your password. Please reauthenticate with your new password.";break;case"INSUFFICIENT_PERMISSIONS":Z="Unable to refresh credentials due to insufficient permissions. You may be missing permission for the 'CreateOAuth2Token' action.";break;default:Z=`Failed to refresh token: ${String(U)}. Please re-authenticate using \`aws login\``}throw new _(Z,{logger:this.logger,tryNextLink:!1})}if(new Date(i.accessToken.expiresAt).getTime()>Date.now())return(ze=(ne=this.logger)==null?void 0:ne.warn)==null||ze.call(ne,`Failed to refresh token: ${String(U)}. Using existing token until expiry.`),this.toCredentials(i.accessToken);throw new _(`Failed to refresh token: ${String(U)}. Please re-authenticate using aws login`,{logger:this.logger})}}async loadToken(){var r;let e=this.getTokenFilePath();try{let o=await Sc.promises.readFile(e,"utf8"),s=JSON.parse(o),n=["accessToken","clientId","refreshToken","dpopKey"].filter(i=>!s[i]);if((r=s.accessToken)!=null&&r.accountId||n.push("accountId"),n.length>0)throw new _(`Token validation failed, missing fields: ${n.join(", ")}`,{logger:this.logger,tryNextLink:!1});return s}catch(o){throw new _(`Failed to load token from ${e}: ${String(o)}`,{logger:this.logger,tryNextLink:!1})}}async saveToken(e){let r=this.getTokenFilePath(),o=(0,Bn.dirname)(r);try{await Sc.promises.mkdir(o,{recursive:!0})}catch{}await Sc.promises.writeFile(r,JSON.stringify(e,null,2),"utf8")}getTokenFilePath(){let e=process.env.AWS_LOGIN_CACHE_DIRECTORY??(0,Bn.join)((0,AA.homedir)(),".aws","login","cache"),r=Buffer.from(this.loginSession,"utf8"),o=(0,Vr.createHash)("sha256").update(r).digest("hex");return(0,Bn.join)(e,`${o}.json`)}derToRawSignature(e){let r=2;if(e[r]!==2)throw new Error("Invalid DER signature");r++;let o=e[r++],s=e.subarray(r,r+o);if(r+=o,e[r]!==2)throw new Error("Invalid DER signature");r++;let n=e[r++],i=e.subarray(r,r+n);s=s[0]===0?s.subarray(1):s,i=i[0]===0?i.subarray(1):i;let a=Buffer.concat([Buffer.alloc(32-s.length),s]),c=Buffer.concat([Buffer.alloc(32-i.length),i]);return Buffer.concat([a,c])}createDPoPInterceptor(e){e.add(r=>async o=>{if(V.isInstance(o.request)){let s=o.request,n=`${s.protocol}//${s.hostname}${s.port?`:${s.port}`:""}${s.path}`,i=await this.generateDpop(s.method,n);s.headers={...s.headers,DPoP:i}}return r(o)},{step:"finalizeRequest",name:"dpopInterceptor",override:!0})}async generateDpop(e="POST",r){let o=await this.loadToken();try{let s=(0,Vr.createPrivateKey)({key:o.dpopKey,format:"pem",type:"sec1"}),i=(0,Vr.createPublicKey)(s).export({format:"der",type:"spki"}),a=-1;for(let R=0;R<i.length;R++)if(i[R]===4){a=R;break}let c=i.slice(a+1,a+33),l=i.slice(a+33,a+65),u={alg:"ES256",typ:"dpop+jwt",jwk:{kty:"EC",crv:"P-256",x:c.toString("base64url"),y:l.toString("base64url")}},d={jti:crypto.randomUUID(),htm:e,htu:r,iat:Math.floor(Date.now()/1e3)},m=Buffer.from(JSON.stringify(u)).toString("base64url"),f=Buffer.from(JSON.stringify(d)).toString("base64url"),h=`${m}.${f}`,y=(0,Vr.sign)("sha256",Buffer.from(h),s),S=this.derToRawSignature(y).toString("base64url");return`${h}.${S}`}catch(s){throw new _(`Failed to generate Dpop proof: ${s instanceof Error?s.message:String(s)}`,{logger:this.logger,tryNextLink:!1})}}}});var bA,vA=p(()=>{H();k();CA();bA=t=>async({callerClientConfig:e}={})=>{var a,c;(c=(a=t==null?void 0:t.logger)==null?void 0:a.debug)==null||c.call(a,"@aws-sdk/credential-providers - fromLoginCredentials");let r=await Rt(t||{}),o=Le({profile:(t==null?void 0:t.profile)??(e==null?void 0:e.profile)}),s=r[o];if(!(s!=null&&s.login_session))throw new _(`Profile ${o} does not contain login_session.`,{tryNextLink:!0,logger:t==null?void 0:t.logger});let i=await new Ec(s,t,e).loadCredentials();return M(i,"CREDENTIALS_LOGIN","AD")}});var PA={};je(PA,{fromLoginCredentials:()=>bA});var NA=p(()=>{vA()});var OA,DA,kA=p(()=>{H();OA=t=>!!(t&&t.login_session),DA=async(t,e,r)=>{let{fromLoginCredentials:o}=await Promise.resolve().then(()=>(NA(),PA)),s=await o({...e,profile:t})({callerClientConfig:r});return M(s,"CREDENTIALS_PROFILE_LOGIN","AC")}});var LA,$A=p(()=>{H();LA=(t,e,r)=>{var n;if(e.Version!==1)throw Error(`Profile ${t} credential_process did not return Version 1.`);if(e.AccessKeyId===void 0||e.SecretAccessKey===void 0)throw Error(`Profile ${t} credential_process returned invalid credentials.`);if(e.Expiration){let i=new Date;if(new Date(e.Expiration)<i)throw Error(`Profile ${t} credential_process returned expired credentials.`)}let o=e.AccountId;!o&&((n=r==null?void 0:r[t])!=null&&n.aws_account_id)&&(o=r[t].aws_account_id);let s={accessKeyId:e.AccessKeyId,secretAccessKey:e.SecretAccessKey,...e.SessionToken&&{sessionToken:e.SessionToken},...e.Expiration&&{expiration:new Date(e.Expiration)},...e.CredentialScope&&{credentialScope:e.CredentialScope},...o&&{accountId:o}};return M(s,"CREDENTIALS_PROCESS","w"),s}});var UA,FA,MA,HA=p(()=>{k();UA=require("child_process"),FA=require("util");$A();MA=async(t,e,r)=>{var s,n;let o=e[t];if(e[t]){let i=o.credential_process;if(i!==void 0){let a=(0,FA.promisify)(((n=(s=ws)==null?void 0:s.getTokenRecord)==null?void 0:n.call(s).exec)??UA.exec);try{let{stdout:c}=await a(i),l;try{l=JSON.parse(c.trim())}catch{throw Error(`Profile ${t} credential_process returned invalid JSON.`)}return LA(t,l,e)}catch(c){throw new _(c.message,{logger:r})}}else throw new _(`Profile ${t} did not contain credential_process.`,{logger:r})}else throw new _(`Profile ${t} could not be found in shared credentials file.`,{logger:r})}});var BA,zA=p(()=>{k();HA();BA=(t={})=>async({callerClientConfig:e}={})=>{var o;(o=t.logger)==null||o.debug("@aws-sdk/credential-provider-process - fromProcess");let r=await Rt(t);return MA(Le({profile:t.profile??(e==null?void 0:e.profile)}),r,t.logger)}});var Ym={};je(Ym,{fromProcess:()=>BA});var Qm=p(()=>{zA()});var jA,VA,GA=p(()=>{H();jA=t=>!!t&&typeof t=="object"&&typeof t.credential_process=="string",VA=async(t,e)=>{let{fromProcess:r}=await Promise.resolve().then(()=>(Qm(),Ym)),o=await r({...t,profile:e})();return M(o,"CREDENTIALS_PROFILE_PROCESS","v")}});var qA,WA,KA=p(()=>{H();qA=async(t,e,r={},o)=>{let{fromSSO:s}=await Promise.resolve().then(()=>(um(),lm));return s({profile:t,logger:r.logger,parentClientConfig:r.parentClientConfig,clientConfig:r.clientConfig})({callerClientConfig:o}).then(n=>e.sso_session?M(n,"CREDENTIALS_PROFILE_SSO","r"):M(n,"CREDENTIALS_PROFILE_SSO_LEGACY","t"))},WA=t=>t&&(typeof t.sso_start_url=="string"||typeof t.sso_account_id=="string"||typeof t.sso_session=="string"||typeof t.sso_region=="string"||typeof t.sso_role_name=="string")});var Zm,ef,XA=p(()=>{H();Zm=t=>!!t&&typeof t=="object"&&typeof t.aws_access_key_id=="string"&&typeof t.aws_secret_access_key=="string"&&["undefined","string"].indexOf(typeof t.aws_session_token)>-1&&["undefined","string"].indexOf(typeof t.aws_account_id)>-1,ef=async(t,e)=>{var o;(o=e==null?void 0:e.logger)==null||o.debug("@aws-sdk/credential-provider-ini - resolveStaticCredentials");let r={accessKeyId:t.aws_access_key_id,secretAccessKey:t.aws_secret_access_key,sessionToken:t.aws_session_token,...t.aws_credential_scope&&{credentialScope:t.aws_credential_scope},...t.aws_account_id&&{accountId:t.aws_account_id}};return M(r,"CREDENTIALS_PROFILE","n")}});var xc,tf=p(()=>{xc=t=>async e=>{var u;(u=t.logger)==null||u.debug("@aws-sdk/credential-provider-web-identity - fromWebToken");let{roleArn:r,roleSessionName:o,webIdentityToken:s,providerId:n,policyArns:i,policy:a,durationSeconds:c}=t,{roleAssumerWithWebIdentity:l}=t;if(!l){let{getDefaultRoleAssumerWithWebIdentity:d}=await Promise.resolve().then(()=>(Om(),Nm));l=d({...t.clientConfig,credentialProviderLogger:t.logger,parentClientConfig:{...e==null?void 0:e.callerClientConfig,...t.parentClientConfig}},t.clientPlugins)}return l({RoleArn:r,RoleSessionName:o??`aws-sdk-js-session-${Date.now()}`,WebIdentityToken:s,ProviderId:n,PolicyArns:i,Policy:a,DurationSeconds:c})}});var YA,JA,ik,ak,QA,ZA=p(()=>{H();k();YA=require("fs");tf();JA="AWS_WEB_IDENTITY_TOKEN_FILE",ik="AWS_ROLE_ARN",ak="AWS_ROLE_SESSION_NAME",QA=(t={})=>async e=>{var i,a,c;(i=t.logger)==null||i.debug("@aws-sdk/credential-provider-web-identity - fromTokenFile");let r=(t==null?void 0:t.webIdentityTokenFile)??process.env[JA],o=(t==null?void 0:t.roleArn)??process.env[ik],s=(t==null?void 0:t.roleSessionName)??process.env[ak];if(!r||!o)throw new _("Web identity configuration not specified",{logger:t.logger});let n=await xc({...t,webIdentityToken:((c=(a=ws)==null?void 0:a.getTokenRecord)==null?void 0:c.call(a)[r])??(0,YA.readFileSync)(r,{encoding:"ascii"}),roleArn:o,roleSessionName:s})(e);return r===process.env[JA]&&M(n,"CREDENTIALS_ENV_VARS_STS_WEB_ID_TOKEN","h"),n}});var Rc={};je(Rc,{fromTokenFile:()=>QA,fromWebToken:()=>xc});var _c=p(()=>{ZA();tf()});var eC,tC,rC=p(()=>{H();eC=t=>!!t&&typeof t=="object"&&typeof t.web_identity_token_file=="string"&&typeof t.role_arn=="string"&&["undefined","string"].indexOf(typeof t.role_session_name)>-1,tC=async(t,e,r)=>{let{fromTokenFile:o}=await Promise.resolve().then(()=>(_c(),Rc)),s=await o({webIdentityTokenFile:t.web_identity_token_file,roleArn:t.role_arn,roleSessionName:t.role_session_name,roleAssumerWithWebIdentity:e.roleAssumerWithWebIdentity,logger:e.logger,parentClientConfig:e.parentClientConfig})({callerClientConfig:r});return M(s,"CREDENTIALS_PROFILE_STS_WEB_ID_TOKEN","q")}});var rf,oC=p(()=>{k();RI();kA();GA();KA();XA();rC();rf=async(t,e,r,o,s={},n=!1)=>{let i=e[t];if(Object.keys(s).length>0&&Zm(i))return ef(i,r);if(n||EI(i,{profile:t,logger:r.logger}))return xI(t,e,r,o,s,rf);if(Zm(i))return ef(i,r);if(eC(i))return tC(i,r,o);if(jA(i))return VA(r,t);if(WA(i))return await qA(t,i,r,o);if(OA(i))return DA(t,r,o);throw new _(`Could not resolve credentials using profile: [${t}] in configuration/credentials file(s).`,{logger:r.logger})}});var sC,nC=p(()=>{k();oC();sC=(t={})=>async({callerClientConfig:e}={})=>{var o;(o=t.logger)==null||o.debug("@aws-sdk/credential-provider-ini - fromIni");let r=await Rt(t);return rf(Le({profile:t.profile??(e==null?void 0:e.profile)}),r,t,e)}});var of={};je(of,{fromIni:()=>sC});var sf=p(()=>{nC()});var OU={};je(OU,{BatchGetImageCommand:()=>Ap,CreateRepositoryCommand:()=>Cp,DescribeImagesCommand:()=>bp,DescribeRepositoriesCommand:()=>vp,ECRClient:()=>Ip,GetAuthorizationTokenCommand:()=>Pp,GetLifecyclePolicyCommand:()=>Np,ListTagsForResourceCommand:()=>Op,PutImageCommand:()=>Dp,PutImageTagMutabilityCommand:()=>kp,PutLifecyclePolicyCommand:()=>Lp,TagResourceCommand:()=>$p,credentialModules:()=>NU});module.exports=rb(OU);var jn=xr(require("crypto")),Up=require("http");"getRandomValues"in jn.default||Object.defineProperty(jn.default,"getRandomValues",{value:t=>jn.default.randomFillSync(t)});if(!("AbortController"in globalThis)){let{emit:t}=Up.IncomingMessage.prototype;Up.IncomingMessage.prototype.emit=function(e,...r){let o=t.call(this,e,...r);return e==="aborted"&&this.listenerCount("error")>0&&t.call(this,"error",Object.assign(new Error("aborted"),{code:"ECONNRESET"})),o}}H();qe();O();k();Y();F();dt();K();ve();O();var FR=async(t,e,r)=>({operation:re(e).operation,region:await W(t.region)()||(()=>{throw new Error("expected `region` to be configured for `aws.auth#sigv4`")})()});function dP(t){return{schemeId:"aws.auth#sigv4",signingProperties:{name:"ecr",region:t.region},propertiesExtractor:(e,r)=>({signingProperties:{config:e,context:r}})}}var MR=t=>{let e=[];switch(t.operation){default:e.push(dP(t))}return e},HR=t=>{let e=pr(t);return Object.assign(e,{authSchemePreference:W(t.authSchemePreference??[])})};var BR=t=>Object.assign(t,{useDualstackEndpoint:t.useDualstackEndpoint??!1,useFipsEndpoint:t.useFipsEndpoint??!1,defaultSigningName:"ecr"}),zR={UseFIPS:{type:"builtInParams",name:"useFipsEndpoint"},Endpoint:{type:"builtInParams",name:"endpoint"},Region:{type:"builtInParams",name:"region"},UseDualStack:{type:"builtInParams",name:"useDualstackEndpoint"}};var jR={name:"@aws-sdk/client-ecr",version:"3.1169.0",description:"AWS SDK for JavaScript Ecr Client for Node.js, Browser and React Native",homepage:"https://github.com/aws/aws-sdk-js-v3/tree/main/clients/client-ecr",license:"Apache-2.0",author:{name:"AWS SDK for JavaScript Team",url:"https://aws.amazon.com/sdk-for-javascript/"},repository:{type:"git",url:"https://github.com/aws/aws-sdk-js-v3.git",directory:"clients/client-ecr"},files:["dist-*~**"],sideEffects:!1,main:"./dist-cjs/index.js",module:"./dist-es/index.js",browser:{"./dist-es/runtimeConfig":"./dist-es/runtimeConfig.browser"},types:"./dist-types/index.d.ts",typesVersions:{"<4.5":{"dist-types/*":["dist-types/ts3.4/*"]}},"react-native":{"./dist-es/runtimeConfig":"./dist-es/runtimeConfig.native"},scripts:{build:"concurrently 'yarn:build:types' 'yarn:build:es' && yarn build:cjs","build:cjs":"node ../../scripts/compilation/inline","build:es":"premove dist-es && tsc -p tsconfig.es.json","build:include:deps":'yarn g:turbo run build -F="$npm_package_name"',"build:types":"premove dist-types && tsc -p tsconfig.types.json","build:types:downlevel":"downlevel-dts dist-types dist-types/ts3.4",clean:"premove dist-cjs dist-es dist-types","extract:docs":"api-extractor run --local","generate:client":"node ../../scripts/generate-clients/single-service","test:e2e":"yarn g:vitest run -c vitest.config.e2e.mts","test:e2e:watch":"yarn g:vitest watch -c vitest.config.e2e.mts","test:index":"tsc -p tsconfig.test.json && node ./test/index-objects.spec.mjs"},dependencies:{"@aws-sdk/core":"^3.981.0","@aws-sdk/credential-provider-node":"^3.972.97","@aws-sdk/types":"^3.975.1","@smithy/core":"^3.40.0","@smithy/fetch-http-handler":"^5.8.1","@smithy/node-http-handler":"^4.14.2","@smithy/types":"^4.20.0",tslib:"^2.6.2"},devDependencies:{"@tsconfig/node20":"20.1.8","@types/node":"^20.14.8",concurrently:"7.0.0","downlevel-dts":"0.10.1",premove:"4.0.0",typescript:"~7.0.2"},engines:{node:">=20.0.0"}};H();ve();Td();k();k();var z_="AWS_EC2_METADATA_DISABLED",j_=async t=>{var n,i;let{ENV_CMDS_FULL_URI:e,ENV_CMDS_RELATIVE_URI:r,fromContainerMetadata:o,fromInstanceMetadata:s}=await Promise.resolve().then(()=>(Zs(),Qs));if(process.env[r]||process.env[e]){(n=t.logger)==null||n.debug("@aws-sdk/credential-provider-node - remoteProvider::fromHttp/fromContainerMetadata");let{fromHttp:a}=await Promise.resolve().then(()=>(va(),ba));return Xr(a(t),o(t))}return process.env[z_]&&process.env[z_]!=="false"?async()=>{throw new _("EC2 Instance Metadata Service access disabled",{logger:t.logger})}:((i=t.logger)==null||i.debug("@aws-sdk/credential-provider-node - remoteProvider::fromInstanceMetadata"),s(t))};function V_(t,e){let r=zP(t),o,s,n,i,a=async c=>{var l;if(c!=null&&c.forceRefresh)return i||(i=r(c).then(u=>{n=u}).finally(()=>{i=void 0})),await i,n;if(n!=null&&n.expiration&&((l=n==null?void 0:n.expiration)==null?void 0:l.getTime())<Date.now()&&(n=void 0),o)await o;else if(!n||e!=null&&e(n))if(n)s||(s=r(c).then(u=>{n=u}).catch(()=>{}).finally(()=>{s=void 0}));else return o=r(c).then(u=>{n=u}).finally(()=>{o=void 0}),a(c);return n};return a}var zP=t=>async e=>{let r;for(let o of t)try{return await o(e)}catch(s){if(r=s,s!=null&&s.tryNextLink)continue;throw s}throw r};var iC=!1,nf=(t={})=>V_([async()=>{var r,o,s,n;if(t.profile??process.env[ei])throw process.env[Ks]&&process.env[Xs]&&(iC||(((r=t.logger)!=null&&r.warn&&((s=(o=t.logger)==null?void 0:o.constructor)==null?void 0:s.name)!=="NoOpLogger"?t.logger.warn.bind(t.logger):console.warn)(`@aws-sdk/credential-provider-node - defaultProvider::fromEnv WARNING:
    Multiple credential sources detected: 
    Both AWS_PROFILE and the pair AWS_ACCESS_KEY_ID/AWS_SECRET_ACCESS_KEY static credentials are set.
    This SDK will proceed with the AWS_PROFILE value.
    
    However, a future version may change this behavior to prefer the ENV static credentials.
    Please ensure that your environment only sets either the AWS_PROFILE or the
    AWS_ACCESS_KEY_ID/AWS_SECRET_ACCESS_KEY pair.
`),iC=!0)),new _("AWS_PROFILE is set, skipping fromEnv provider.",{logger:t.logger,tryNextLink:!0});return(n=t.logger)==null||n.debug("@aws-sdk/credential-provider-node - defaultProvider::fromEnv"),Sa(t)()},async e=>{var c;(c=t.logger)==null||c.debug("@aws-sdk/credential-provider-node - defaultProvider::fromSSO");let{ssoStartUrl:r,ssoAccountId:o,ssoRegion:s,ssoRoleName:n,ssoSession:i}=t;if(!r&&!o&&!s&&!n&&!i)throw new _("Skipping SSO provider in default chain (inputs do not include SSO fields).",{logger:t.logger});let{fromSSO:a}=await Promise.resolve().then(()=>(um(),lm));return a(t)(e)},async e=>{var o;(o=t.logger)==null||o.debug("@aws-sdk/credential-provider-node - defaultProvider::fromIni");let{fromIni:r}=await Promise.resolve().then(()=>(sf(),of));return r(t)(e)},async e=>{var o;(o=t.logger)==null||o.debug("@aws-sdk/credential-provider-node - defaultProvider::fromProcess");let{fromProcess:r}=await Promise.resolve().then(()=>(Qm(),Ym));return r(t)(e)},async e=>{var o;(o=t.logger)==null||o.debug("@aws-sdk/credential-provider-node - defaultProvider::fromTokenFile");let{fromTokenFile:r}=await Promise.resolve().then(()=>(_c(),Rc));return r(t)(e)},async()=>{var e;return(e=t.logger)==null||e.debug("@aws-sdk/credential-provider-node - defaultProvider::remoteProvider"),(await j_(t))()},async()=>{throw new _("Could not load credentials from any providers",{tryNextLink:!1,logger:t.logger})}],aC);var aC=t=>(t==null?void 0:t.expiration)!==void 0&&t.expiration.getTime()-Date.now()<3e5;O();k();dt();D();uo();ve();Zo();Ir();O();F();D();H();Y();Y();var cs="ref",To=-1,wc=!0,cC="isSet",cf="PartitionResult",Gr="stringEquals",Tc="booleanEquals",af="getAttr",pC={[cs]:"Endpoint"},qr={fn:af,argv:[{[cs]:cf},"name"]},lC={[cs]:cf},Io={},uC=[{[cs]:"Region"}],dC={conditions:[[cC,[pC]],[cC,uC],["aws.partition",uC,cf],[Gr,[qr,"aws-eusc"]],[Gr,[qr,"aws-iso-f"]],[Gr,[qr,"aws-iso-e"]],[Gr,[qr,"aws-iso-b"]],[Gr,[qr,"aws-iso"]],[Gr,[qr,"aws-cn"]],[Gr,[qr,"aws-us-gov"]],[Gr,[qr,"aws"]],[Tc,[{[cs]:"UseFIPS"},wc]],[Tc,[{fn:af,argv:[lC,"supportsFIPS"]},wc]],[Tc,[{[cs]:"UseDualStack"},wc]],[Tc,[{fn:af,argv:[lC,"supportsDualStack"]},wc]]],results:[[To],[To,"Invalid Configuration: FIPS and custom endpoint are not supported"],[To,"Invalid Configuration: Dualstack and custom endpoint are not supported"],[pC,Io],["https://api.ecr.{Region}.{PartitionResult#dnsSuffix}",Io],["https://ecr.{Region}.{PartitionResult#dualStackDnsSuffix}",Io],["https://api.ecr-fips.{Region}.{PartitionResult#dnsSuffix}",Io],["https://ecr-fips.{Region}.{PartitionResult#dualStackDnsSuffix}",Io],["https://api.ecr-fips.{Region}.{PartitionResult#dualStackDnsSuffix}",Io],[To,"FIPS and DualStack are enabled, but this partition does not support one or both"],[To,"FIPS is enabled but this partition does not support FIPS"],["https://api.ecr.{Region}.{PartitionResult#dualStackDnsSuffix}",Io],[To,"DualStack is enabled but this partition does not support DualStack"],[To,"Invalid Configuration: Missing Region"]]},ck=2,Te=1e8,pk=new Int32Array([-1,1,-1,0,23,3,1,4,Te+13,2,5,Te+13,3,20,6,4,20,7,5,20,8,6,20,9,7,20,10,8,20,11,9,20,12,10,20,13,11,16,14,13,15,Te+4,14,Te+11,Te+12,12,18,17,13,Te+9,Te+10,13,19,Te+6,14,Te+8,Te+9,11,22,21,13,Te+5,Te+4,13,Te+7,Te+6,11,Te+1,24,13,Te+2,Te+3]),mC=ot.from(pk,ck,dC.conditions,dC.results);var lk=new st({size:50,params:["Endpoint","Region","UseDualStack","UseFIPS"]}),fC=(t,e={})=>lk.get(t,()=>Ot(mC,{endpointParams:t,logger:e.logger}));Fe.aws=mt;K();O();var A=class t extends tt{static shapeId="smithy.ts.sdk.synthetic.com.amazonaws.ecr#ECRServiceException";constructor(e){super(e),Object.setPrototypeOf(this,t.prototype)}};var Ic=class t extends A{static shapeId="com.amazonaws.ecr#InvalidParameterException";name="InvalidParameterException";$fault="client";constructor(e){super({name:"InvalidParameterException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Ac=class t extends A{static shapeId="com.amazonaws.ecr#RepositoryNotFoundException";name="RepositoryNotFoundException";$fault="client";constructor(e){super({name:"RepositoryNotFoundException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Cc=class t extends A{static shapeId="com.amazonaws.ecr#ServerException";name="ServerException";$fault="server";constructor(e){super({name:"ServerException",$fault:"server",...e}),Object.setPrototypeOf(this,t.prototype)}},bc=class t extends A{static shapeId="com.amazonaws.ecr#LimitExceededException";name="LimitExceededException";$fault="client";constructor(e){super({name:"LimitExceededException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},vc=class t extends A{static shapeId="com.amazonaws.ecr#UnableToGetUpstreamImageException";name="UnableToGetUpstreamImageException";$fault="client";constructor(e){super({name:"UnableToGetUpstreamImageException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Pc=class t extends A{static shapeId="com.amazonaws.ecr#ValidationException";name="ValidationException";$fault="client";constructor(e){super({name:"ValidationException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Nc=class t extends A{static shapeId="com.amazonaws.ecr#EmptyUploadException";name="EmptyUploadException";$fault="client";constructor(e){super({name:"EmptyUploadException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Oc=class t extends A{static shapeId="com.amazonaws.ecr#InvalidLayerException";name="InvalidLayerException";$fault="client";constructor(e){super({name:"InvalidLayerException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Dc=class t extends A{static shapeId="com.amazonaws.ecr#KmsException";name="KmsException";$fault="client";kmsError;constructor(e){super({name:"KmsException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype),this.kmsError=e.kmsError}},kc=class t extends A{static shapeId="com.amazonaws.ecr#LayerAlreadyExistsException";name="LayerAlreadyExistsException";$fault="client";constructor(e){super({name:"LayerAlreadyExistsException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Lc=class t extends A{static shapeId="com.amazonaws.ecr#LayerPartTooSmallException";name="LayerPartTooSmallException";$fault="client";constructor(e){super({name:"LayerPartTooSmallException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},$c=class t extends A{static shapeId="com.amazonaws.ecr#UploadNotFoundException";name="UploadNotFoundException";$fault="client";constructor(e){super({name:"UploadNotFoundException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Uc=class t extends A{static shapeId="com.amazonaws.ecr#PullThroughCacheRuleAlreadyExistsException";name="PullThroughCacheRuleAlreadyExistsException";$fault="client";constructor(e){super({name:"PullThroughCacheRuleAlreadyExistsException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Fc=class t extends A{static shapeId="com.amazonaws.ecr#SecretNotFoundException";name="SecretNotFoundException";$fault="client";constructor(e){super({name:"SecretNotFoundException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Mc=class t extends A{static shapeId="com.amazonaws.ecr#UnableToAccessSecretException";name="UnableToAccessSecretException";$fault="client";constructor(e){super({name:"UnableToAccessSecretException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Hc=class t extends A{static shapeId="com.amazonaws.ecr#UnableToDecryptSecretValueException";name="UnableToDecryptSecretValueException";$fault="client";constructor(e){super({name:"UnableToDecryptSecretValueException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Bc=class t extends A{static shapeId="com.amazonaws.ecr#UnsupportedUpstreamRegistryException";name="UnsupportedUpstreamRegistryException";$fault="client";constructor(e){super({name:"UnsupportedUpstreamRegistryException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},zc=class t extends A{static shapeId="com.amazonaws.ecr#InvalidTagParameterException";name="InvalidTagParameterException";$fault="client";constructor(e){super({name:"InvalidTagParameterException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},jc=class t extends A{static shapeId="com.amazonaws.ecr#RepositoryAlreadyExistsException";name="RepositoryAlreadyExistsException";$fault="client";constructor(e){super({name:"RepositoryAlreadyExistsException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Vc=class t extends A{static shapeId="com.amazonaws.ecr#TooManyTagsException";name="TooManyTagsException";$fault="client";constructor(e){super({name:"TooManyTagsException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Gc=class t extends A{static shapeId="com.amazonaws.ecr#TemplateAlreadyExistsException";name="TemplateAlreadyExistsException";$fault="client";constructor(e){super({name:"TemplateAlreadyExistsException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},qc=class t extends A{static shapeId="com.amazonaws.ecr#LifecyclePolicyNotFoundException";name="LifecyclePolicyNotFoundException";$fault="client";constructor(e){super({name:"LifecyclePolicyNotFoundException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Wc=class t extends A{static shapeId="com.amazonaws.ecr#PullThroughCacheRuleNotFoundException";name="PullThroughCacheRuleNotFoundException";$fault="client";constructor(e){super({name:"PullThroughCacheRuleNotFoundException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Kc=class t extends A{static shapeId="com.amazonaws.ecr#RegistryPolicyNotFoundException";name="RegistryPolicyNotFoundException";$fault="client";constructor(e){super({name:"RegistryPolicyNotFoundException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Xc=class t extends A{static shapeId="com.amazonaws.ecr#RepositoryNotEmptyException";name="RepositoryNotEmptyException";$fault="client";constructor(e){super({name:"RepositoryNotEmptyException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Jc=class t extends A{static shapeId="com.amazonaws.ecr#TemplateNotFoundException";name="TemplateNotFoundException";$fault="client";constructor(e){super({name:"TemplateNotFoundException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Yc=class t extends A{static shapeId="com.amazonaws.ecr#RepositoryPolicyNotFoundException";name="RepositoryPolicyNotFoundException";$fault="client";constructor(e){super({name:"RepositoryPolicyNotFoundException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Qc=class t extends A{static shapeId="com.amazonaws.ecr#SigningConfigurationNotFoundException";name="SigningConfigurationNotFoundException";$fault="client";constructor(e){super({name:"SigningConfigurationNotFoundException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Zc=class t extends A{static shapeId="com.amazonaws.ecr#ExclusionNotFoundException";name="ExclusionNotFoundException";$fault="client";constructor(e){super({name:"ExclusionNotFoundException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},ep=class t extends A{static shapeId="com.amazonaws.ecr#ImageNotFoundException";name="ImageNotFoundException";$fault="client";constructor(e){super({name:"ImageNotFoundException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},tp=class t extends A{static shapeId="com.amazonaws.ecr#ScanNotFoundException";name="ScanNotFoundException";$fault="client";constructor(e){super({name:"ScanNotFoundException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},rp=class t extends A{static shapeId="com.amazonaws.ecr#ReplicationBackfillNotFoundException";name="ReplicationBackfillNotFoundException";$fault="client";constructor(e){super({name:"ReplicationBackfillNotFoundException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},op=class t extends A{static shapeId="com.amazonaws.ecr#LayerInaccessibleException";name="LayerInaccessibleException";$fault="client";constructor(e){super({name:"LayerInaccessibleException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},sp=class t extends A{static shapeId="com.amazonaws.ecr#LayersNotFoundException";name="LayersNotFoundException";$fault="client";constructor(e){super({name:"LayersNotFoundException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},np=class t extends A{static shapeId="com.amazonaws.ecr#UnableToGetUpstreamLayerException";name="UnableToGetUpstreamLayerException";$fault="client";constructor(e){super({name:"UnableToGetUpstreamLayerException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},ip=class t extends A{static shapeId="com.amazonaws.ecr#LifecyclePolicyPreviewNotFoundException";name="LifecyclePolicyPreviewNotFoundException";$fault="client";constructor(e){super({name:"LifecyclePolicyPreviewNotFoundException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},ap=class t extends A{static shapeId="com.amazonaws.ecr#UnableToListUpstreamImageReferrersException";name="UnableToListUpstreamImageReferrersException";$fault="client";constructor(e){super({name:"UnableToListUpstreamImageReferrersException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},cp=class t extends A{static shapeId="com.amazonaws.ecr#ImageAlreadyExistsException";name="ImageAlreadyExistsException";$fault="client";constructor(e){super({name:"ImageAlreadyExistsException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},pp=class t extends A{static shapeId="com.amazonaws.ecr#ImageDigestDoesNotMatchException";name="ImageDigestDoesNotMatchException";$fault="client";constructor(e){super({name:"ImageDigestDoesNotMatchException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},lp=class t extends A{static shapeId="com.amazonaws.ecr#ImageTagAlreadyExistsException";name="ImageTagAlreadyExistsException";$fault="client";constructor(e){super({name:"ImageTagAlreadyExistsException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},up=class t extends A{static shapeId="com.amazonaws.ecr#ReferencedImagesNotFoundException";name="ReferencedImagesNotFoundException";$fault="client";constructor(e){super({name:"ReferencedImagesNotFoundException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},dp=class t extends A{static shapeId="com.amazonaws.ecr#BlockedByOrganizationPolicyException";name="BlockedByOrganizationPolicyException";$fault="client";constructor(e){super({name:"BlockedByOrganizationPolicyException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},mp=class t extends A{static shapeId="com.amazonaws.ecr#ExclusionAlreadyExistsException";name="ExclusionAlreadyExistsException";$fault="client";constructor(e){super({name:"ExclusionAlreadyExistsException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},fp=class t extends A{static shapeId="com.amazonaws.ecr#ImageArchivedException";name="ImageArchivedException";$fault="client";constructor(e){super({name:"ImageArchivedException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},hp=class t extends A{static shapeId="com.amazonaws.ecr#UnsupportedImageTypeException";name="UnsupportedImageTypeException";$fault="client";constructor(e){super({name:"UnsupportedImageTypeException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},gp=class t extends A{static shapeId="com.amazonaws.ecr#LifecyclePolicyPreviewInProgressException";name="LifecyclePolicyPreviewInProgressException";$fault="client";constructor(e){super({name:"LifecyclePolicyPreviewInProgressException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},yp=class t extends A{static shapeId="com.amazonaws.ecr#ReplicationBackfillInProgressException";name="ReplicationBackfillInProgressException";$fault="client";constructor(e){super({name:"ReplicationBackfillInProgressException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Sp=class t extends A{static shapeId="com.amazonaws.ecr#ReplicationBackfillInvalidStatusException";name="ReplicationBackfillInvalidStatusException";$fault="client";constructor(e){super({name:"ReplicationBackfillInvalidStatusException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},Ep=class t extends A{static shapeId="com.amazonaws.ecr#ImageStorageClassUpdateNotSupportedException";name="ImageStorageClassUpdateNotSupportedException";$fault="client";constructor(e){super({name:"ImageStorageClassUpdateNotSupportedException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype)}},xp=class t extends A{static shapeId="com.amazonaws.ecr#InvalidLayerPartException";name="InvalidLayerPartException";$fault="client";registryId;repositoryName;uploadId;lastValidByteReceived;constructor(e){super({name:"InvalidLayerPartException",$fault:"client",...e}),Object.setPrototypeOf(this,t.prototype),this.registryId=e.registryId,this.repositoryName=e.repositoryName,this.uploadId=e.uploadId,this.lastValidByteReceived=e.lastValidByteReceived}};var uk="AuthorizationData",dk="AuthorizationDataList";var mk="BlockedByOrganizationPolicyException";var fk="BatchGetImage",hk="BatchGetImageRequest",gk="BatchGetImageResponse";var yk="CreateRepository";var Sk="CreateRepositoryRequest",Ek="CreateRepositoryResponse";var xk="DescribeImages",Rk="DescribeImagesFilter",_k="DescribeImagesRequest";var wk="DescribeImagesResponse";var Tk="DescribeRepositoriesRequest",Ik="DescribeRepositoriesResponse";var Ak="DescribeRepositories";var Ck="ExclusionAlreadyExistsException",bk="EncryptionConfiguration";var vk="ExclusionNotFoundException",Pk="EmptyUploadException";var Nk="GetAuthorizationToken",Ok="GetAuthorizationTokenRequest",Dk="GetAuthorizationTokenResponse";var kk="GetLifecyclePolicy";var Lk="GetLifecyclePolicyRequest",$k="GetLifecyclePolicyResponse";var Uk="Image",Fk="ImageArchivedException",Mk="ImageAlreadyExistsException",Hk="ImageDetail",Bk="ImageDigestDoesNotMatchException",zk="ImageDetailList",jk="ImageFailure",Vk="ImageFailureList",Gk="ImageIdentifier",qk="ImageIdentifierList",Wk="ImageList",Kk="InvalidLayerException",Xk="InvalidLayerPartException";var Jk="ImageNotFoundException",Yk="InvalidParameterException";var Qk="ImageScanningConfiguration",Zk="ImageStorageClassUpdateNotSupportedException";var e1="ImageScanFindingsSummary";var t1="ImageScanStatus";var r1="ImageTagAlreadyExistsException",o1="ImageTagMutabilityExclusionFilter",s1="ImageTagMutabilityExclusionFilters",n1="InvalidTagParameterException",i1="Key",a1="KmsException";var c1="LayerAlreadyExistsException",p1="LimitExceededException";var l1="LayerInaccessibleException";var u1="LayersNotFoundException",d1="LifecyclePolicyNotFoundException";var m1="LifecyclePolicyPreviewInProgressException",f1="LifecyclePolicyPreviewNotFoundException";var h1="LayerPartTooSmallException";var g1="ListTagsForResource",y1="ListTagsForResourceRequest",S1="ListTagsForResourceResponse";var E1="PutImage",x1="PutImageRequest",R1="PutImageResponse";var _1="PutImageTagMutability",w1="PutImageTagMutabilityRequest",T1="PutImageTagMutabilityResponse",I1="PutLifecyclePolicy",A1="PutLifecyclePolicyRequest",C1="PutLifecyclePolicyResponse";var b1="PullThroughCacheRuleAlreadyExistsException";var v1="PullThroughCacheRuleNotFoundException";var P1="RepositoryAlreadyExistsException",N1="ReplicationBackfillInProgressException",O1="ReplicationBackfillInvalidStatusException",D1="ReplicationBackfillNotFoundException";var k1="ReferencedImagesNotFoundException",L1="RepositoryList";var $1="RepositoryNotEmptyException",U1="RepositoryNotFoundException",F1="RegistryPolicyNotFoundException",M1="RepositoryPolicyNotFoundException";var H1="Repository";var B1="SigningConfigurationNotFoundException";var z1="ServerException";var j1="ScanNotFoundException",V1="SecretNotFoundException";var G1="Tag",q1="TemplateAlreadyExistsException";var W1="TagList",K1="TooManyTagsException",X1="TemplateNotFoundException",J1="TagResource",Y1="TagResourceRequest",Q1="TagResourceResponse";var Z1="UnsupportedImageTypeException";var eL="UploadNotFoundException";var tL="UnableToAccessSecretException",rL="UnableToDecryptSecretValueException",oL="UnableToGetUpstreamImageException",sL="UnableToGetUpstreamLayerException",nL="UnableToListUpstreamImageReferrersException",iL="UnsupportedUpstreamRegistryException",aL="Value",cL="ValidationException";var pL="authorizationData";var lL="acceptedMediaTypes",uL="artifactMediaType";var dL="authorizationToken";var P="client";var mL="createdAt";var fL="description";var b="error",hL="expiresAt";var hC="encryptionConfiguration";var gL="encryptionType";var yL="failures";var SL="failureCode";var EL="failureReason";var xL="findingSeverityCounts",RL="filterType";var gC="filter";var _L="httpError",wL="images",TL="imageDetails",pf="imageDigest";var yC="imageIds",SC="imageId",EC="imageManifest",lf="imageManifestMediaType",IL="imagePushedAt",xC="imageStatus",RC="imageScanningConfiguration",AL="imageScanCompletedAt";var CL="imageScanFindingsSummary",bL="imageSizeInBytes",vL="imageScanStatus",PL="imageTags";var Rp="imageTagMutability",_p="imageTagMutabilityExclusionFilters",_C="imageTag";var NL="image";var OL="kmsError",DL="kmsKey";var kL="lastArchivedAt",LL="lastActivatedAt";var $L="lastEvaluatedAt";var uf="lifecyclePolicyText",UL="lastRecordedPullTime";var FL="lastValidByteReceived",v="message",wC="maxResults";var wp="nextToken";var ML="proxyEndpoint";var TC="resourceArn",HL="repositoryArn";var Be="registryId",BL="registryIds",Je="repositoryName",zL="repositoryNames";var jL="repositoryUri";var VL="repository";var GL="repositories";var IC="smithy.ts.sdk.synthetic.com.amazonaws.ecr";var qL="subjectManifestDigest",WL="scanOnPush";var KL="server";var XL="status";var df="tags";var JL="tagStatus";var YL="uploadId";var QL="vulnerabilitySourceUpdatedAt";var E="com.amazonaws.ecr",AC=new J(IC),ZL=[-3,IC,"ECRServiceException",0,[],[]];AC.registerError(ZL,A);var C=new J(E),e$=[-3,E,mk,{[b]:P},[v],[0]];C.registerError(e$,dp);var t$=[-3,E,Pk,{[b]:P},[v],[0]];C.registerError(t$,Nc);var r$=[-3,E,Ck,{[b]:P},[v],[0]];C.registerError(r$,mp);var o$=[-3,E,vk,{[b]:P},[v],[0]];C.registerError(o$,Zc);var s$=[-3,E,Mk,{[b]:P},[v],[0]];C.registerError(s$,cp);var n$=[-3,E,Fk,{[b]:P},[v],[0]];C.registerError(n$,fp);var i$=[-3,E,Bk,{[b]:P},[v],[0]];C.registerError(i$,pp);var a$=[-3,E,Jk,{[b]:P},[v],[0]];C.registerError(a$,ep);var c$=[-3,E,Zk,{[b]:P},[v],[0]];C.registerError(c$,Ep);var p$=[-3,E,r1,{[b]:P},[v],[0]];C.registerError(p$,lp);var l$=[-3,E,Kk,{[b]:P},[v],[0]];C.registerError(l$,Oc);var u$=[-3,E,Xk,{[b]:P},[Be,Je,YL,FL,v],[0,0,0,1,0]];C.registerError(u$,xp);var d$=[-3,E,Yk,{[b]:P},[v],[0]];C.registerError(d$,Ic);var m$=[-3,E,n1,{[b]:P},[v],[0]];C.registerError(m$,zc);var f$=[-3,E,a1,{[b]:P},[v,OL],[0,0]];C.registerError(f$,Dc);var h$=[-3,E,c1,{[b]:P},[v],[0]];C.registerError(h$,kc);var g$=[-3,E,l1,{[b]:P},[v],[0]];C.registerError(g$,op);var y$=[-3,E,h1,{[b]:P},[v],[0]];C.registerError(y$,Lc);var S$=[-3,E,u1,{[b]:P},[v],[0]];C.registerError(S$,sp);var E$=[-3,E,d1,{[b]:P},[v],[0]];C.registerError(E$,qc);var x$=[-3,E,m1,{[b]:P},[v],[0]];C.registerError(x$,gp);var R$=[-3,E,f1,{[b]:P},[v],[0]];C.registerError(R$,ip);var _$=[-3,E,p1,{[b]:P},[v],[0]];C.registerError(_$,bc);var w$=[-3,E,b1,{[b]:P},[v],[0]];C.registerError(w$,Uc);var T$=[-3,E,v1,{[b]:P},[v],[0]];C.registerError(T$,Wc);var I$=[-3,E,k1,{[b]:P},[v],[0]];C.registerError(I$,up);var A$=[-3,E,F1,{[b]:P},[v],[0]];C.registerError(A$,Kc);var C$=[-3,E,N1,{[b]:P},[v],[0]];C.registerError(C$,yp);var b$=[-3,E,O1,{[b]:P},[v],[0]];C.registerError(b$,Sp);var v$=[-3,E,D1,{[b]:P},[v],[0]];C.registerError(v$,rp);var P$=[-3,E,P1,{[b]:P},[v],[0]];C.registerError(P$,jc);var N$=[-3,E,$1,{[b]:P},[v],[0]];C.registerError(N$,Xc);var O$=[-3,E,U1,{[b]:P},[v],[0]];C.registerError(O$,Ac);var D$=[-3,E,M1,{[b]:P},[v],[0]];C.registerError(D$,Yc);var k$=[-3,E,j1,{[b]:P},[v],[0]];C.registerError(k$,tp);var L$=[-3,E,V1,{[b]:P},[v],[0]];C.registerError(L$,Fc);var $$=[-3,E,z1,{[b]:KL},[v],[0]];C.registerError($$,Cc);var U$=[-3,E,B1,{[b]:P},[v],[0]];C.registerError(U$,Qc);var F$=[-3,E,q1,{[b]:P},[v],[0]];C.registerError(F$,Gc);var M$=[-3,E,X1,{[b]:P},[v],[0]];C.registerError(M$,Jc);var H$=[-3,E,K1,{[b]:P},[v],[0]];C.registerError(H$,Vc);var B$=[-3,E,tL,{[b]:P},[v],[0]];C.registerError(B$,Mc);var z$=[-3,E,rL,{[b]:P},[v],[0]];C.registerError(z$,Hc);var j$=[-3,E,oL,{[b]:P},[v],[0]];C.registerError(j$,vc);var V$=[-3,E,sL,{[b]:P},[v],[0]];C.registerError(V$,np);var G$=[-3,E,nL,{[b]:P},[v],[0]];C.registerError(G$,ap);var q$=[-3,E,Z1,{[b]:P},[v],[0]];C.registerError(q$,hp);var W$=[-3,E,iL,{[b]:P},[v],[0]];C.registerError(W$,Bc);var K$=[-3,E,eL,{[b]:P},[v],[0]];C.registerError(K$,$c);var X$=[-3,E,cL,{[b]:P,[_L]:400},[v],[0]];C.registerError(X$,Pc);var CC=[AC,C];var J$=[3,E,uk,0,[dL,hL,ML],[0,4,0]];var Y$=[3,E,hk,0,[Je,yC,Be,lL],[0,()=>OC,0,64],2],Q$=[3,E,gk,0,[wL,yL],[()=>vU,()=>bU]];var Z$=[3,E,Sk,0,[Je,Be,df,Rp,_p,RC,hC],[0,0,()=>ff,0,()=>Tp,()=>PC,()=>bC],1],eU=[3,E,Ek,0,[VL],[()=>NC]];var tU=[3,E,Rk,0,[JL,xC],[0,0]];var rU=[3,E,_k,0,[Je,Be,yC,wp,wC,gC],[0,0,()=>OC,0,1,()=>tU],1],oU=[3,E,wk,0,[TL,wp],[()=>CU,0]];var sU=[3,E,Tk,0,[Be,zL,wp,wC],[0,64,0,1]],nU=[3,E,Ik,0,[GL,wp],[()=>PU,0]];var bC=[3,E,bk,0,[gL,DL],[0,0],1];var iU=[3,E,Ok,0,[BL],[64]],aU=[3,E,Dk,0,[pL],[()=>AU]];var cU=[3,E,Lk,0,[Je,Be],[0,0],1],pU=[3,E,$k,0,[Be,Je,uf,$L],[0,0,0,4]];var vC=[3,E,Uk,0,[Be,Je,SC,EC,lf],[0,0,()=>mf,0,0]],lU=[3,E,Hk,0,[Be,Je,pf,PL,bL,IL,vL,CL,lf,uL,UL,qL,xC,kL,LL],[0,0,0,64,1,4,()=>mU,()=>dU,0,0,4,0,0,4,4]],uU=[3,E,jk,0,[SC,SL,EL],[()=>mf,0,0]],mf=[3,E,Gk,0,[pf,_C],[0,0]];var dU=[3,E,e1,0,[AL,QL,xL],[4,4,129]],PC=[3,E,Qk,0,[WL],[2]],mU=[3,E,t1,0,[XL,fL],[0,0]];var fU=[3,E,o1,0,[RL,gC],[0,0],2];var hU=[3,E,y1,0,[TC],[0],1],gU=[3,E,S1,0,[df],[()=>ff]];var yU=[3,E,x1,0,[Je,EC,Be,lf,_C,pf],[0,0,0,0,0,0],2],SU=[3,E,R1,0,[NL],[()=>vC]];var EU=[3,E,w1,0,[Je,Rp,Be,_p],[0,0,0,()=>Tp],2],xU=[3,E,T1,0,[Be,Je,Rp,_p],[0,0,0,()=>Tp]],RU=[3,E,A1,0,[Je,uf,Be],[0,0,0],2],_U=[3,E,C1,0,[Be,Je,uf],[0,0,0]];var NC=[3,E,H1,0,[HL,Be,Je,jL,mL,Rp,_p,RC,hC],[0,0,0,0,4,0,()=>Tp,()=>PC,()=>bC]];var wU=[3,E,G1,0,[i1,aL],[0,0],2],TU=[3,E,Y1,0,[TC,df],[0,()=>ff],2],IU=[3,E,Q1,0,[],[]];var AU=[1,E,dk,0,()=>J$];var CU=[1,E,zk,0,()=>lU],bU=[1,E,Vk,0,()=>uU],OC=[1,E,qk,0,()=>mf],vU=[1,E,Wk,0,()=>vC];var Tp=[1,E,s1,0,()=>fU];var PU=[1,E,L1,0,()=>NC];var ff=[1,E,W1,0,()=>wU];var DC=[9,E,fk,0,()=>Y$,()=>Q$];var kC=[9,E,yk,0,()=>Z$,()=>eU];var LC=[9,E,xk,0,()=>rU,()=>oU];var $C=[9,E,Ak,0,()=>sU,()=>nU];var UC=[9,E,Nk,0,()=>iU,()=>aU];var FC=[9,E,kk,0,()=>cU,()=>pU];var MC=[9,E,g1,0,()=>hU,()=>gU];var HC=[9,E,E1,0,()=>yU,()=>SU];var BC=[9,E,_1,0,()=>EU,()=>xU],zC=[9,E,I1,0,()=>RU,()=>_U];var jC=[9,E,J1,0,()=>TU,()=>IU];var VC=t=>({apiVersion:"2015-09-21",base64Decoder:(t==null?void 0:t.base64Decoder)??Se,base64Encoder:(t==null?void 0:t.base64Encoder)??me,disableHostPrefix:(t==null?void 0:t.disableHostPrefix)??!1,endpointProvider:(t==null?void 0:t.endpointProvider)??fC,extensions:(t==null?void 0:t.extensions)??[],httpAuthSchemeProvider:(t==null?void 0:t.httpAuthSchemeProvider)??MR,httpAuthSchemes:(t==null?void 0:t.httpAuthSchemes)??[{schemeId:"aws.auth#sigv4",identityProvider:e=>e.getIdentityProvider("aws.auth#sigv4"),signer:new ge}],logger:(t==null?void 0:t.logger)??new $e,protocol:(t==null?void 0:t.protocol)??tn,protocolSettings:(t==null?void 0:t.protocolSettings)??{defaultNamespace:"com.amazonaws.ecr",errorTypeRegistries:CC,xmlNamespace:"http://ecr.amazonaws.com/doc/2015-09-21/",version:"2015-09-21",serviceTarget:"AmazonEC2ContainerRegistry_V20150921"},serviceId:(t==null?void 0:t.serviceId)??"ECR",sha256:(t==null?void 0:t.sha256)??pt,urlParser:(t==null?void 0:t.urlParser)??he,utf8Decoder:(t==null?void 0:t.utf8Decoder)??te,utf8Encoder:(t==null?void 0:t.utf8Encoder)??X});var GC=t=>{At(process.version);let e=Nt(t),r=()=>e().then(It),o=VC(t);yt(process.version);let s={profile:t==null?void 0:t.profile,logger:o.logger};return{...o,...t,runtime:"node",defaultsMode:e,authSchemePreference:(t==null?void 0:t.authSchemePreference)??T(ft,s),bodyLengthChecker:(t==null?void 0:t.bodyLengthChecker)??xt,credentialDefaultProvider:(t==null?void 0:t.credentialDefaultProvider)??nf,defaultSocketTimeout:St(t==null?void 0:t.requestHandler,3e5),defaultUserAgentProvider:(t==null?void 0:t.defaultUserAgentProvider)??qt({serviceId:o.serviceId,clientVersion:jR.version}),maxAttempts:(t==null?void 0:t.maxAttempts)??T(zt,t),region:(t==null?void 0:t.region)??T(Ue,{...rt,...s}),requestHandler:He.create((t==null?void 0:t.requestHandler)??r),retryMode:(t==null?void 0:t.retryMode)??T({...Vt,default:async()=>(await r()).retryMode||at},t),streamCollector:(t==null?void 0:t.streamCollector)??Ve,useDualstackEndpoint:(t==null?void 0:t.useDualstackEndpoint)??T(_t,s),useFipsEndpoint:(t==null?void 0:t.useFipsEndpoint)??T(wt,s),userAgentAppId:(t==null?void 0:t.userAgentAppId)??T(Wt,s)}};H();O();F();var qC=t=>{let e=t.httpAuthSchemes,r=t.httpAuthSchemeProvider,o=t.credentials;return{setHttpAuthScheme(s){let n=e.findIndex(i=>i.schemeId===s.schemeId);n===-1?e.push(s):e.splice(n,1,s)},httpAuthSchemes(){return e},setHttpAuthSchemeProvider(s){r=s},httpAuthSchemeProvider(){return r},setCredentials(s){o=s},credentials(){return o}}},WC=t=>({httpAuthSchemes:t.httpAuthSchemes(),httpAuthSchemeProvider:t.httpAuthSchemeProvider(),credentials:t.credentials()});var KC=(t,e)=>{let r=Object.assign(Kt(t),Ct(t),Dt(t),qC(t));return e.forEach(o=>o.configure(r)),Object.assign(t,Xt(r),bt(r),kt(r),WC(r))};var Ip=class extends Ce{config;constructor(...[e]){let r=GC(e||{});super(r),this.initConfig=r;let o=BR(r),s=Bt(o),n=jt(s),i=Pt(n),a=i,c=sr(a),l=HR(c),u=KC(l,(e==null?void 0:e.extensions)||[]);this.config=u,this.middlewareStack.use(Tt(this.config)),this.middlewareStack.use(Gt(this.config)),this.middlewareStack.use(cr(this.config)),this.middlewareStack.use(Lt(this.config)),this.middlewareStack.use(Ut(this.config)),this.middlewareStack.use(Ft(this.config)),this.middlewareStack.use(Mt(this.config)),this.middlewareStack.use(lt(this.config,{httpAuthSchemeParametersProvider:FR,identityProviderConfigProvider:async d=>new Ge({"aws.auth#sigv4":d.credentials})})),this.middlewareStack.use(ut(this.config))}destroy(){super.destroy()}};O();Y();var ce=vt(zR,"AmazonEC2ContainerRegistry_V20150921","ECRClient",nr),pe={},le=(t,e,r,o)=>[];var Ap=class extends ce(pe,le,"BatchGetImage",DC){};var Cp=class extends ce(pe,le,"CreateRepository",kC){};var bp=class extends ce(pe,le,"DescribeImages",LC){};var vp=class extends ce(pe,le,"DescribeRepositories",$C){};var Pp=class extends ce(pe,le,"GetAuthorizationToken",UC){};var Np=class extends ce(pe,le,"GetLifecyclePolicy",FC){};var Op=class extends ce(pe,le,"ListTagsForResource",MC){};var Dp=class extends ce(pe,le,"PutImage",HC){};var kp=class extends ce(pe,le,"PutImageTagMutability",BC){};var Lp=class extends ce(pe,le,"PutLifecyclePolicy",zC){};var $p=class extends ce(pe,le,"TagResource",jC){};var NU={profile:()=>Promise.resolve().then(()=>(sf(),of)),webIdentity:()=>Promise.resolve().then(()=>(_c(),Rc)),container:()=>Promise.resolve().then(()=>(va(),ba)),instance:()=>Promise.resolve().then(()=>(Zs(),Qs))};0&&(module.exports={BatchGetImageCommand,CreateRepositoryCommand,DescribeImagesCommand,DescribeRepositoriesCommand,ECRClient,GetAuthorizationTokenCommand,GetLifecyclePolicyCommand,ListTagsForResourceCommand,PutImageCommand,PutImageTagMutabilityCommand,PutLifecyclePolicyCommand,TagResourceCommand,credentialModules});
})
*/}

"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// src/bundle/start.ts
var start_exports = {};
__export(start_exports, {
  serveDigests: () => serveDigests
});
module.exports = __toCommonJS(start_exports);
var import_node_fs3 = require("fs");
var import_node_os = __toESM(require("os"));

// src/bundle/code-cache.ts
var import_node_fs = require("fs");
var import_node_path = __toESM(require("path"));
var import_node_vm = require("vm");

// src/errors.ts
function errorCode(error) {
  const code = error == null ? void 0 : error.code;
  return typeof code === "string" ? code : void 0;
}

// src/bundle/code-cache.ts
var mostFiles = 8;
var CodeCache = class {
  /**
   * @param version differs where a part does, V8 itself compares nothing but lengths; and for flags of node, as V8 takes
   *   nothing back that was made with others
   * @param folder undefined where nothing is to be kept
   */
  constructor(parts, version, folder) {
    this.parts = parts;
    this.version = version;
    this.folder = folder;
    this.fresh = /* @__PURE__ */ new Map();
  }
  /** @returns what the part exports */
  run(name) {
    const { file, text } = this.parts[name];
    const kept = `${name}-${this.version}`;
    const cachedData = this.read(kept);
    const script = new import_node_vm.Script(text(), {
      filename: file,
      ...cachedData === void 0 ? {} : { cachedData }
    });
    if (cachedData === void 0 || script.cachedDataRejected) this.fresh.set(kept, script);
    const module2 = { exports: {} };
    script.runInThisContext()(module2, module2.exports, require, file);
    return module2.exports;
  }
  /** Keeps what was compiled in this run. Best called at its end, when all that a run needs has been compiled. */
  keep() {
    var _a2;
    if (this.fresh.size === 0 || !((_a2 = this.folder) == null ? void 0 : _a2.make())) return;
    this.clear(this.folder.path);
    for (const [kept, script] of this.fresh) {
      const target = import_node_path.default.join(this.folder.path, kept);
      const part = `${target}.${Math.random().toString(36).slice(2)}.part`;
      try {
        writeToDisk(part, script.createCachedData());
        (0, import_node_fs.renameSync)(part, target);
      } catch (error) {
        if (errorCode(error) === void 0) throw error;
        removeIfThere(part);
      }
    }
  }
  /** Leaves room for what is to be kept: the oldest go, and are kept anew where they are still in use. */
  clear(folder) {
    try {
      const files = (0, import_node_fs.readdirSync)(folder).map((name) => import_node_path.default.join(folder, name));
      const newest = files.map((file) => ({ file, mtimeMs: (0, import_node_fs.statSync)(file).mtimeMs })).sort((one, other) => other.mtimeMs - one.mtimeMs);
      for (const { file } of newest.slice(mostFiles - this.fresh.size)) removeIfThere(file);
    } catch (error) {
      if (errorCode(error) === void 0) throw error;
    }
  }
  /** @returns undefined for what is not there, and for what is not as it was written */
  read(kept) {
    if (this.folder === void 0) return void 0;
    try {
      const both = (0, import_node_fs.readFileSync)(import_node_path.default.join(this.folder.path, kept));
      const end = both.lastIndexOf("\n");
      const data = both.subarray(0, end);
      return end > 0 && both.toString("latin1", end + 1) === data.toString("base64") ? data : void 0;
    } catch {
      return void 0;
    }
  }
};
function writeToDisk(file, data) {
  const descriptor = (0, import_node_fs.openSync)(file, "w", 384);
  try {
    (0, import_node_fs.writeFileSync)(descriptor, Buffer.concat([data, Buffer.from(`
${data.toString("base64")}`)]));
    (0, import_node_fs.fsyncSync)(descriptor);
  } finally {
    (0, import_node_fs.closeSync)(descriptor);
  }
}
function removeIfThere(file) {
  try {
    (0, import_node_fs.unlinkSync)(file);
  } catch (error) {
    if (errorCode(error) === void 0) throw error;
  }
}

// src/bundle/code-folder.ts
var import_node_fs2 = require("fs");
var import_node_path2 = __toESM(require("path"));

// src/settings/environment.ts
function findVariable(env, ...names) {
  for (const name of names) {
    const value = env[name];
    if (value !== void 0 && value !== "") return value;
  }
  return void 0;
}

// src/bundle/code-folder.ts
function findCodeFolder(env, homeDirectory2, userId, nodeName2) {
  const caches = findVariable(env, "XDG_CACHE_HOME");
  const names = ["docker-ecr-cache", nodeName2];
  if (caches !== void 0 && import_node_path2.default.isAbsolute(caches)) return findPrivateFolder(caches, names, userId);
  return import_node_path2.default.isAbsolute(homeDirectory2) ? findPrivateFolder(homeDirectory2, [".cache", ...names], userId) : void 0;
}
function findPrivateFolder(parent, names, userId) {
  if (userId === void 0) return void 0;
  return unlessItFails(() => {
    const top = (0, import_node_fs2.realpathSync)(parent);
    const ways = names.map((_, index) => import_node_path2.default.join(top, ...names.slice(0, index + 1)));
    const folder = import_node_path2.default.join(top, ...names);
    const nearest = [top, ...ways.filter((way) => (0, import_node_fs2.existsSync)(way))].pop() ?? top;
    const isSafe = nearest === folder ? isPrivate(folder, userId) : isOutOfReach(nearest, userId);
    if (!isSafe) return void 0;
    const make = () => {
      for (const way of ways) if (!(0, import_node_fs2.existsSync)(way)) (0, import_node_fs2.mkdirSync)(way, { mode: 448 });
      return isPrivate(folder, userId);
    };
    return { path: folder, make: () => unlessItFails(make) ?? false };
  });
}
function unlessItFails(action) {
  try {
    return action();
  } catch (error) {
    if (errorCode(error) === void 0) throw error;
    return void 0;
  }
}
function isPrivate(folder, userId) {
  const own = (0, import_node_fs2.lstatSync)(folder);
  return own.uid === userId && !isWritableByOthers(own) && isOutOfReach(folder, userId);
}
function isOutOfReach(folder, userId) {
  return (0, import_node_fs2.realpathSync)(folder) === folder && listAncestors(folder).every((way) => isHeld((0, import_node_fs2.lstatSync)(way), userId));
}
function listAncestors(folder) {
  const parent = import_node_path2.default.dirname(folder);
  return parent === folder ? [folder] : [folder, ...listAncestors(parent)];
}
function isHeld(stats, userId) {
  const isSticky = (stats.mode & 512) !== 0;
  return (stats.uid === userId || stats.uid === 0) && (isSticky || !isWritableByOthers(stats));
}
function isWritableByOthers({ mode }) {
  return (mode & 18) !== 0;
}

// src/bundle/start.ts
var longestVersion = 200;
function readText(carrier) {
  const loaded = carrier.toString();
  const text = loaded.includes("/*") ? loaded : readAgain(carrier.name);
  const begin = text.indexOf("\n");
  return " ".repeat(begin) + text.slice(begin, text.indexOf("*/")).split("*~").join("*/");
}
function readAgain(name) {
  const file = (0, import_node_fs3.readFileSync)(__filename, "latin1");
  return file.slice(file.indexOf(`function ${name}() {/*`));
}
function findHome() {
  try {
    return import_node_os.default.homedir() || import_node_os.default.userInfo().homedir;
  } catch {
    return "/";
  }
}
var homeDirectory = findHome();
var nodeName = `node-${process.version}-${process.arch}`;
var flags = [...process.execArgv, process.env.NODE_OPTIONS ?? ""].join(" ").replace(/(?:^| )(?:-r|--(?:require|import|loader|experimental-loader))[ =]\S+/g, "").trim();
var _a;
var codeCache = new CodeCache(
  {
    program: { file: __filename, text: () => readText(program) },
    "aws-sdk": { file: "aws-sdk", text: () => readText(awsSdk) }
  },
  encodeURIComponent(`${"d1226b97b81150d8"}${flags}`).slice(0, longestVersion),
  findCodeFolder(process.env, homeDirectory, (_a = process.getuid) == null ? void 0 : _a.call(process), nodeName)
);
var { main, serveDigests } = codeCache.run("program");
if (require.main === module) {
  main({
    homeDirectory,
    loadSdk: () => codeCache.run("aws-sdk"),
    keepCode: () => codeCache.keep()
  });
}
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  serveDigests
});
//# sourceMappingURL=docker-ecr-cache.cjs.map
