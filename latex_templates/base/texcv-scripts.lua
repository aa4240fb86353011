-- texcv-scripts.lua: what scripts other than Latin need of LuaTeX.
--
-- Copyright (c) 2026 the texcv authors. MIT licence.

local scripts = {}

-- Fonts ------------------------------------------------------------------------------------

local families = {}

function scripts.add_family(features, regular, bold, italic, bolditalic)
  local function first(...)
    for _, file in ipairs({...}) do
      if file ~= "" then
        return "file:" .. file .. ":mode=harf;" .. features
      end
    end
  end
  table.insert(families, {
    cvregular = first(regular),
    cvbold = first(bold, regular),
    cvitalic = first(italic, regular),
    cvbolditalic = first(bolditalic, bold, italic, regular),
  })
end

function scripts.declare()
  for _, shape in ipairs({"cvregular", "cvbold", "cvitalic", "cvbolditalic"}) do
    local files = {}
    for _, family in ipairs(families) do
      table.insert(files, family[shape])
    end
    luaotfload.add_fallback(shape, files)
  end
end

-- Latin fonts have some letters of Greek and Cyrillic; a word is set in one font.
luatexbase.add_to_callback("luaotfload.patch_font", function(font)
  if font.fallback_lookup then
    for char = 0x370, 0x52F do
      font.characters[char] = nil
    end
  end
end, "texcv.whole_words")

-- Nodes ------------------------------------------------------------------------------------

local direct = node.direct
local GLYPH, GLUE, HLIST, VLIST = node.id("glyph"), node.id("glue"), node.id("hlist"), node.id("vlist")
local KERN, PENALTY = node.id("kern"), node.id("penalty")
local SPACESKIP, XSPACESKIP = 13, 14

-- Lines of scripts without spaces: between two ideographs or kana, but not before what
-- closes nor behind what opens (the rules that JIS X 4051 and GB/T 15834 share).

local function set_of(text)
  local found = {}
  for _, code in utf8.codes(text) do
    found[code] = true
  end
  return found
end

local NEVER_FIRST = set_of("、。，．・：；？！）］｝〉》」』】〕〗〙〛’”‥…ー々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％‰℃,.:;?!)]}%")
local NEVER_LAST = set_of("（［｛〈《「『【〔〖〘〚‘“￥＄#([{")

local function is_ideographic(char)
  return char >= 0x2E80 and char <= 0xA4CF or char >= 0xF900 and char <= 0xFAFF
    or char >= 0xFE30 and char <= 0xFE4F or char >= 0xFF00 and char <= 0xFFEF
    or char >= 0x20000 and char <= 0x3FFFF
end

local function may_break(before, after)
  return (is_ideographic(before) or is_ideographic(after))
    and not NEVER_FIRST[after] and not NEVER_LAST[before]
end

local function add_breaks(head)
  local before, result = nil, head
  for item, id in direct.traverse(head) do
    if id == GLYPH then
      local char = direct.getchar(item)
      if before and may_break(before, char) then
        local penalty = direct.new(PENALTY)
        direct.setfield(penalty, "penalty", 0)
        result = direct.insert_before(result, item, penalty)
      end
      before = char
    else
      before = nil
    end
  end
  return result
end

luatexbase.add_to_callback("pre_shaping_filter", function(head)
  return direct.tonode(add_breaks(direct.todirect(head)))
end, "texcv.breaks")

-- Spaces that read back: each space between words gets the character, too, behind the word.

local function has_space(font_id)
  local found = font.getfont(font_id)
  return found and found.characters and found.characters[32]
end

local function add_spaces(head)
  local last, result = nil, head
  for item, id, subtype in direct.traverse(head) do
    if id == GLYPH then
      last = item
    elseif id == HLIST or id == VLIST then
      direct.setlist(item, add_spaces(direct.getlist(item)))
    elseif id == GLUE and last and (subtype == SPACESKIP or subtype == XSPACESKIP) then
      local space = has_space(direct.getfont(last))
      if space then
        local glyph = direct.copy(last)
        direct.setchar(glyph, 32)
        direct.setfield(glyph, "xoffset", 0)
        direct.setfield(glyph, "yoffset", 0)
        local back = direct.new(KERN, 1)
        direct.setkern(back, -space.width)
        result = direct.insert_before(result, item, glyph)
        direct.insert_after(result, glyph, back)
      end
      last = nil
    end
  end
  return result
end

luatexbase.add_to_callback("pre_shipout_filter", function(head)
  return direct.tonode(add_spaces(direct.todirect(head)))
end, "texcv.spaces")

return scripts
