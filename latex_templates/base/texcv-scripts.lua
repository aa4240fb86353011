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
        return "file:" .. file .. ":mode=harf;-invisible;" .. features
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

-- Latin fonts have some letters of Greek and Cyrillic; a word is set in one font. And a
-- joiner gets no glyph: luaotfload (`invisible') would make a space of it.
local ZWNJ, ZWJ = 0x200C, 0x200D
local REMOVE = luaotfload.harfbuzz.Buffer.FLAG_REMOVE_DEFAULT_IGNORABLES or 0
local PRESERVE = luaotfload.harfbuzz.Buffer.FLAG_PRESERVE_DEFAULT_IGNORABLES or 0

local function patch(found)
  if type(found) == "number" then -- HarfBuzz's fonts with a fallback are defined already
    found = font.getfont(found)
  end
  if found and found.fallback_lookup then
    for char = 0x370, 0x52F do
      found.characters[char] = nil
    end
    found.characters[ZWNJ], found.characters[ZWJ] = nil, nil
  end
  if found and found.hb then
    found.hb.buf_flags = found.hb.buf_flags & ~PRESERVE | REMOVE
  end
end

luatexbase.add_to_callback("luaotfload.patch_font", patch, "texcv.whole_words")
luatexbase.add_to_callback("luaotfload.patch_font_unsafe", patch, "texcv.whole_words")

-- What glyphs mean. luaotfload (3.23) sees to it at one size of each font only: a bracket
-- that was mirrored at another size would read back as the opposite one.
luatexbase.add_to_callback("finish_pdffile", function()
  for id, found in font.each() do
    local shared = found.hb and found.hb.shared
    if shared then
      local meant = {}
      for index, glyph in pairs(shared.glyphs) do
        local character = glyph.used and found.characters[index + shared.gid_offset]
        if character then
          local char = shared.nominals[index]
          character.tounicode = glyph.tounicode or char or "FFFD"
          character.used = true
          meant[index + shared.gid_offset] = character
          if char then
            meant[char] = character
          end
        end
      end
      font.addcharacters(id, {characters = meant})
    end
  end
end, "texcv.meanings")

-- Nodes ------------------------------------------------------------------------------------

local direct = node.direct
local GLYPH, GLUE, HLIST, VLIST = node.id("glyph"), node.id("glue"), node.id("hlist"), node.id("vlist")
local KERN, PENALTY = node.id("kern"), node.id("penalty")
local LOCAL_PAR = node.id("local_par")
local USERSKIP, SPACESKIP, XSPACESKIP = 0, 13, 14

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

-- Thai has no spaces between words; without a dictionary a line may break where a
-- syllable begins for sure: before a vowel that is written first, and before a consonant
-- with a vowel or a tone, unless it is the second one of a cluster.
local THAI_FIRST = set_of("เแโใไ")
local THAI_MARK = set_of("ะัาำิีึืฺุู็่้๊๋์ํ")
local THAI_CLUSTER = set_of("กขคตทปผพฟบดสหอจซศ")
local THAI_SECOND = set_of("รลวยนมงณญ")

local function is_thai_consonant(char)
  return char and char >= 0xE01 and char <= 0xE2E
end

local function thai_syllable_begins(before, char, after)
  if not before or before < 0xE01 or before > 0xE4F or THAI_FIRST[before] then
    return false
  end
  return THAI_FIRST[char]
    or is_thai_consonant(char) and after and THAI_MARK[after] and after ~= 0xE4C
      and not (THAI_CLUSTER[before] and THAI_SECOND[char])
end

local function penalty_between(before, char, after)
  if (is_ideographic(before) or is_ideographic(char)) and not NEVER_FIRST[char] and not NEVER_LAST[before] then
    return 0
  end
  return thai_syllable_begins(before, char, after) and 200
end

local function char_of(item)
  return item and direct.getid(item) == GLYPH and direct.getchar(item) or nil
end

-- A joiner is of the font that the letter before it will have.
local function join(item, char, before)
  if (char == ZWNJ or char == ZWJ) and before then
    local fallbacks = font.getfont(direct.getfont(item)).fallback_lookup
    local id = fallbacks and fallbacks[before]
    if id then
      direct.setfont(item, id)
    end
  end
end

local function add_breaks(head)
  local before, result = nil, head
  for item, id in direct.traverse(head) do
    local char = id == GLYPH and direct.getchar(item) or nil
    join(item, char, before)
    local cost = before and char and penalty_between(before, char, char_of(direct.getnext(item)))
    if cost then
      local penalty = direct.new(PENALTY)
      direct.setfield(penalty, "penalty", cost)
      result = direct.insert_before(result, item, penalty)
    end
    before = char
  end
  return result
end

-- Directions. An attribute numbers the pieces, of which each has its own.

local bidi = dofile(kpse.find_file("texcv-bidi.lua", "tex"))
local PIECE = luatexbase.new_attribute("texcv.piece")
local DONE = luatexbase.new_attribute("texcv.done")
local DIR, WHATSIT = node.id("dir"), node.id("whatsit")
local START_LINK, END_LINK = node.subtype("pdf_start_link"), node.subtype("pdf_end_link")
local OBJECT = 0xFFFC
scripts.piece = PIECE

local function turn(direction, leave)
  local item = direct.new(DIR)
  direct.setdirection(item, direction, leave)
  return item
end

-- A segment is what has its own direction: a piece, a link, what stands between them. Its
-- units are glyphs, spaces, boxes and whole links, each with its first and its last node.
local function new_segment()
  return {units = {}, chars = {}}
end

local function add_unit(segment, first, last, char)
  table.insert(segment.units, {first = first, last = last})
  table.insert(segment.chars, char)
end

local function trim(segment)
  while segment.chars[#segment.chars] == 0x20 do
    table.remove(segment.units)
    table.remove(segment.chars)
  end
end

-- Put the units into directions, after their levels; around them is `outside`.
local function wrap(head, units, levels, outside)
  local level = outside
  for index, unit in ipairs(units) do
    while level < levels[index] do
      level = level + 1
      head = direct.insert_before(head, unit.first, turn(level % 2, false))
    end
    local after, place = math.max(levels[index + 1] or outside, outside), unit.last
    while level > after do
      head, place = direct.insert_after(head, place, turn(level % 2, true))
      level = level - 1
    end
  end
  return head
end

local set_directions

-- A link begins at the edge of its words where the line begins, and ends at the other one:
-- LuaTeX takes its area to go from here to there. In it, the line's direction is around.
local function open_link(head, unit, level, direction)
  local inside = direct.getnext(unit.first)
  if level % 2 ~= direction then
    head = direct.insert_before(head, unit.first, turn(direction, false))
    head = direct.insert_after(head, unit.last, turn(direction, true))
  end
  return set_directions(head, inside, unit.last, direction)
end

local function set_directions_of(head, segment, outside)
  trim(segment)
  local units = segment.units
  local levels, base = bidi.levels(segment.chars)
  local within = outside == 1 and base == 0 and 2 or 0 -- from left to right, in lines from right to left
  local all = {}
  for index = 1, #units do
    all[index] = (levels and levels[index] or outside - outside * within // 2) + within
  end
  if levels or within > 0 then
    head = wrap(head, units, all, outside)
  end
  for index, unit in ipairs(units) do
    if unit.first ~= unit.last then
      head = open_link(head, unit, all[index], outside)
    end
  end
  return head
end

local function end_of_link(item)
  while item and not (direct.getid(item) == WHATSIT and direct.getsubtype(item) == END_LINK) do
    item = direct.getnext(item)
  end
  return item
end

-- All segments from a node up to another one; `direction` is that of the line.
function set_directions(head, item, stop, direction)
  local segment, piece = new_segment(), nil
  local function finish()
    head = set_directions_of(head, segment, direction)
    segment = new_segment()
  end
  while item and item ~= stop do
    local id, last = direct.getid(item), nil
    if id == WHATSIT and direct.getsubtype(item) == START_LINK then
      last = end_of_link(item)
    end
    local printed = last or id == GLYPH or id == GLUE or id == HLIST or id == VLIST
    local own = direct.get_attribute(item, PIECE)
    if printed and own ~= piece then
      finish()
      piece = own
    end
    local following = direct.getnext(last or item)
    if last then
      add_unit(segment, item, last, OBJECT)
    elseif direct.get_attribute(item, DONE) or id == DIR then
      finish()
    elseif id == GLYPH then
      add_unit(segment, item, item, direct.getchar(item))
      direct.set_attribute(item, DONE, 1)
    elseif #segment.units > 0 and printed then
      add_unit(segment, item, item, id == GLUE and 0x20 or OBJECT)
    end
    item = following
  end
  finish()
  return head
end

luatexbase.add_to_callback("pre_shaping_filter", function(head, _, direction)
  local list = direct.todirect(head)
  local first, id = list, direct.getid(list)
  if id == LOCAL_PAR then
    direction = direct.getdirection(first)
  end
  list = add_breaks(list)
  return direct.tonode(set_directions(list, list, nil, direction == 1 and 1 or 0))
end, "texcv.scripts")

-- Spaces that read back: each space between words gets the character, too, behind the word.

local function has_space(font_id)
  local found = font.getfont(font_id)
  return found and found.characters and found.characters[32]
end

-- LaTeX sets some spaces anew, as any white space, before a change of font.
local function is_space(glue, subtype, font_id)
  return subtype == SPACESKIP or subtype == XSPACESKIP
    or subtype == USERSKIP and direct.getwidth(glue) > 0.15 * font.getfont(font_id).size
end

local function add_spaces(head)
  local last, result = nil, head
  for item, id, subtype in direct.traverse(head) do
    if id == GLYPH then
      last = item
    elseif id == HLIST or id == VLIST then
      direct.setlist(item, add_spaces(direct.getlist(item)))
    elseif id == GLUE and last and is_space(item, subtype, direct.getfont(last)) then
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
