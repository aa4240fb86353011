-- texcv-bidi.lua: the direction of text, after UAX #9 (unicode.org/reports/tr9).
--
-- Copyright (c) 2026 the texcv authors. MIT licence.
--
-- Each piece of a CV is an isolate: its direction is that of its first letter, and in
-- it the rules W1-W7 and N1-I2 hold. CVs have no embeddings of their own, so that no
-- level is higher than 2.

local bidi = {}

local function member(char, ranges)
  for index = 1, #ranges, 2 do
    if char >= ranges[index] and char <= ranges[index + 1] then
      return true
    end
  end
  return false
end

local ARABIC_DIGITS = {0x660, 0x669, 0x66B, 0x66C, 0x6DD, 0x6DD}
local EXTENDED_DIGITS = {0x6F0, 0x6F9}
local ARABIC = {0x600, 0x7BF, 0x860, 0x8FF, 0xFB50, 0xFDFF, 0xFE70, 0xFEFC}
local RIGHT = {0x590, 0x5FF, 0x7C0, 0x85F, 0xFB1D, 0xFB4F, 0x10800, 0x10FFF, 0x1E800, 0x1EFFF}
local NEUTRAL = {0x20, 0x22, 0x26, 0x2A, 0x3B, 0x40, 0x5B, 0x60, 0x7B, 0x7E, 0xA1, 0xA1, 0xA6, 0xA9,
  0xAB, 0xAF, 0xB4, 0xB4, 0xB6, 0xB8, 0xBB, 0xBF, 0xD7, 0xD7, 0xF7, 0xF7, 0x2B9, 0x2BA, 0x2C2, 0x2CF,
  0x2000, 0x200D, 0x2010, 0x202E, 0x2035, 0x2043, 0x2045, 0x206F, 0x207C, 0x207E, 0x208C, 0x208E,
  0x2100, 0x2101, 0x2103, 0x2106, 0x2116, 0x2118, 0x211E, 0x2123, 0x2190, 0x2211, 0x2214, 0x2335,
  0x237B, 0x2394, 0x2396, 0x2487, 0x24EA, 0x26AB, 0x26AD, 0x27FF, 0x2900, 0x2BFF, 0x3000, 0x3004,
  0x3008, 0x3020, 0x3030, 0x3030, 0xFF01, 0xFF20, 0xFF3B, 0xFF40, 0xFF5B, 0xFF65, 0xFFF9, 0xFFFD, 0x1F000, 0x1FAFF}
local TERMINATORS = {0x23, 0x25, 0xA2, 0xA5, 0xB0, 0xB1, 0x66A, 0x66A, 0x2030, 0x2034, 0x20A0, 0x20CF}
local MARKS = {0x300, 0x36F, 0x591, 0x5BD, 0x5BF, 0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7, 0x5C7,
  0x610, 0x61A, 0x64B, 0x65F, 0x670, 0x670, 0x6D6, 0x6DC, 0x6DF, 0x6E4, 0x6E7, 0x6E8, 0x6EA, 0x6ED,
  0x8D3, 0x8E1, 0x8E3, 0x8FF, 0x200C, 0x200D, 0xFE00, 0xFE0F}

local function class_of(char)
  if char >= 0x30 and char <= 0x39 or char >= 0xB2 and char <= 0xB3 or char == 0xB9
    or member(char, EXTENDED_DIGITS) then
    return "EN"
  elseif char == 0x2B or char == 0x2D or char == 0x2212 then
    return "ES"
  elseif char == 0x2C or char == 0x2E or char == 0x2F or char == 0x3A or char == 0xA0 or char == 0x60C then
    return "CS"
  elseif member(char, MARKS) then
    return "NSM"
  elseif member(char, ARABIC_DIGITS) then
    return "AN"
  elseif member(char, TERMINATORS) then
    return "ET"
  elseif member(char, ARABIC) then
    return "AL"
  elseif member(char, RIGHT) then
    return "R"
  elseif member(char, NEUTRAL) then
    return "ON"
  end
  return "L"
end

-- The weak types (W1-W7); `start` is the type before the first, after the base direction.
local function resolve_weak(types, start)
  local strong, previous = start, start
  for i, kind in ipairs(types) do -- W1-W3
    if kind == "NSM" then
      kind = previous
    end
    previous = kind
    if kind == "EN" and strong == "AL" then
      kind = "AN"
    elseif kind == "L" or kind == "R" or kind == "AL" then
      strong = kind
    end
    types[i] = kind == "AL" and "R" or kind
  end
  for i, kind in ipairs(types) do -- W4
    local before, after = types[i - 1], types[i + 1]
    if before == after and (kind == "CS" and (before == "EN" or before == "AN") or kind == "ES" and before == "EN") then
      types[i] = before
    end
  end
  for i = 1, #types do -- W5
    if types[i] == "ET" and types[i - 1] == "EN" then
      types[i] = "EN"
    end
  end
  for i = #types, 1, -1 do
    if types[i] == "ET" and types[i + 1] == "EN" then
      types[i] = "EN"
    end
  end
  strong = start
  for i, kind in ipairs(types) do -- W6, W7
    if kind == "L" or kind == "R" then
      strong = kind
    elseif kind == "EN" and strong == "L" then
      types[i] = "L"
    elseif kind == "ES" or kind == "ET" or kind == "CS" then
      types[i] = "ON"
    end
  end
end

local OPENING = {[0x28] = 0x29, [0x5B] = 0x5D, [0x7B] = 0x7D}

local function direction_of(kind)
  return (kind == "EN" or kind == "AN") and "R" or kind
end

-- Brackets that hold text of the base direction have it, too (N0).
local function resolve_brackets(chars, types, base)
  local open = {}
  for i, char in ipairs(chars) do
    if OPENING[char] and types[i] == "ON" then
      table.insert(open, i)
    elseif #open > 0 and char == OPENING[chars[open[#open]]] then
      local start, inside, found = table.remove(open), nil, nil
      for j = start + 1, i - 1 do
        local kind = direction_of(types[j])
        inside = kind == base and base or inside
        found = (kind == "L" or kind == "R") and kind or found
      end
      if inside or found then
        local before = base
        for j = start - 1, 1, -1 do
          local kind = direction_of(types[j])
          if kind == "L" or kind == "R" then
            before = kind
            break
          end
        end
        local kind = inside or (before ~= base and before or base)
        types[start], types[i] = kind, kind
      end
    end
  end
end

-- The neutral types (N1, N2): what stands between two of a direction has it.
local function resolve_neutral(types, base)
  local i = 1
  while i <= #types do
    if types[i] == "ON" then
      local stop = i
      while types[stop + 1] == "ON" do
        stop = stop + 1
      end
      local before, after = direction_of(types[i - 1] or base), direction_of(types[stop + 1] or base)
      for j = i, stop do
        types[j] = before == after and before or base
      end
      i = stop
    end
    i = i + 1
  end
end

-- The levels of characters, nil if all of them run from left to right; and the base
-- direction: 0 from left to right, 1 the other way, nil where there are neither letters
-- nor digits. What is no character counts as a neutral one.
function bidi.levels(chars)
  local types, base, mixed, digits = {}, nil, false, nil
  for i, char in ipairs(chars) do
    local kind = class_of(char)
    types[i] = kind
    if kind == "L" or kind == "R" or kind == "AL" then
      base = base or (kind == "L" and 0 or 1)
    end
    digits = digits or kind == "EN" and 0 or nil
    mixed = mixed or kind == "R" or kind == "AL" or kind == "AN"
  end
  if not mixed then
    return nil, base or digits
  end
  local start = base == 1 and "R" or "L"
  resolve_weak(types, start)
  resolve_brackets(chars, types, start)
  resolve_neutral(types, start)
  local levels = {}
  for i, kind in ipairs(types) do -- I1, I2
    if base == 1 then
      levels[i] = kind == "R" and 1 or 2
    else
      levels[i] = kind == "L" and 0 or kind == "R" and 1 or 2
    end
  end
  return levels, base or 0
end

return bidi
