"""What TeX's log says, as diagnostics. The excerpts are of pdfTeX (TeX Live 2022), from documents broken for it."""

from __future__ import annotations

import pytest

from texcv.compile.log import MAX_OVERFULL, read_log
from texcv.diagnostics import Diagnostic, Span

UNDEFINED = r"""
(./cv.tex
LaTeX2e <2022-11-01> patch level 1
LaTeX Font Info:    ... okay on input line 2.
./cv.tex:3: Undefined control sequence.
l.3 Text \nocommand
                   {x}.
The control sequence at the end of the top line
of your error message was never \def'ed. If you have
misspelled it (e.g., `\hobx'), type `I' and the correct
spelling (e.g., `I\hbox'). Otherwise just continue,
and I'll forget about whatever was undefined.

./cv.tex:5: Undefined control sequence.
l.5 More \alsonone
                  .
The control sequence at the end of the top line
of your error message was never \def'ed. If you have
misspelled it (e.g., `\hobx'), type `I' and the correct
spelling (e.g., `I\hbox'). Otherwise just continue,
and I'll forget about whatever was undefined.

[1

{/var/lib/texmf/fonts/map/pdftex/updmap/pdftex.map}] (./cv.aux) )
"""

MISSING_PACKAGE = r"""
! LaTeX Error: File `no-such-package.sty' not found.

Type X to quit or <RETURN> to proceed,
or enter new name. (Default extension: sty)

Enter file name:
./cv.tex:3: Emergency stop.
<read *>

l.3 \begin
          {document}^^M
*** (cannot \read from terminal in nonstop modes)

Here is how much of TeX's memory you used:
 233 strings out of 478051
./cv.tex:3:  ==> Fatal error occurred, no output PDF file produced!
"""

UNKNOWN_CHARACTER = r"""
LaTeX Font Info:    ... okay on input line 4.

./cv.tex:6: LaTeX Error: Unicode character 漢 (U+6F22)
               not set up for use with LaTeX.

See the LaTeX manual or LaTeX Companion for explanation.
Type  H <return>  for immediate help.
 ...string \u8:漢 \relax \MessageBreak not set up for use with LaTeX.

See the LaTeX manual or LaTeX Companion for explanation.
Type  H <return>  for immediate help\@err@

l.6 Some 漢
             here.
You may provide a definition with
\DeclareUnicodeCharacter
"""

MISSING_CHARACTER = r"""
./cv.tex:6: Missing character: There is no a ("61) in font ts1-lmr10.
<recently read> a

l.6 \fontencoding{TS1}\selectfont a

[1
"""

MISSING_CHARACTER_OF_LUATEX = """
./cv.tex:6: Missing character: There is no 漢 (U+6F22) in font [lmroman10-regular]:+tlig;!
"""

OVERFULL_LINES = r"""
Overfull \hbox (197.78015pt too wide) in paragraph at lines 4--5
[]\OT1/cmr/m/n/10 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
 []


Overfull \hbox (84.2327pt too wide) detected at line 8
\OT1/cmr/m/n/10 ! Undefined long long long
 []


Overfull \hbox (28.45276pt too wide) in alignment at lines 10--11
[]
 []


Overfull \hbox (0.6pt too wide) detected at line 12
|
 []


Overfull \hbox (1.0pt too wide) in paragraph at lines 14--15
|
 []


Underfull \hbox (badness 10000) detected at line 16
\OT1/cmr/m/n/10 a b
 []
"""

OVERFULL_FOOTER = r"""
Overfull \hbox (53.33858pt too wide) has occurred while \output is active
|
 []

[1
"""

OVERFULL_PAGES = r"""
Overfull \vbox (28.45276pt too high) detected at line 4
 []

[1

{/var/lib/texmf/fonts/map/pdftex/updmap/pdftex.map}]
Overfull \vbox (303.58267pt too high) has occurred while \output is active []


Overfull \vbox (0.9pt too high) has occurred while \output is active []

 [2] (./cv.aux) )
"""

EMERGENCY = r"""
LaTeX Font Info:    ... okay on input line 2.
)
! Emergency stop.
<*> cv.tex

*** (job aborted, no legal \end found)

Here is how much of TeX's memory you used:
 418 strings out of 478051
!  ==> Fatal error occurred, no output PDF file produced!
"""

RUNAWAY = r"""
)
Runaway argument?
{and no more. \par Next \end {document}
! File ended while scanning use of \textbf .
<inserted text>
                \par
<*> cv.tex

I suspect you have forgotten a `}', causing me
to read past where you wanted me to stop.

! Emergency stop.
<*> cv.tex

*** (job aborted, no legal \end found)

!  ==> Fatal error occurred, no output PDF file produced!
"""

PACKAGE_ERROR = r"""
./cv.tex:4: Package texcv Error: The first line
(texcv)                and the second.

See the texcv package documentation for explanation.
Type  H <return>  for immediate help.
 ...sage  Package texcv Error: The first line\MessageBreak and the second.

See the texcv package documentation for explanation.
Type  H <return>  for immediate help\@err@

l.4 \PackageError{texcv}{The first line\MessageBreak and the second}{help}

help
"""

OTHER_FILE = r"""
./texcv-look.sty:4: Undefined control sequence.
l.4 \nosuchatall

The control sequence at the end of the top line
of your error message was never \def'ed. If you have
"""

BAD_PICTURE = r"""
\everyMPtoPDFconversion=\toks18
)
!pdfTeX error: pdflatex (file ./bad.png): libpng: internal error
 ==> Fatal error occurred, no output PDF file produced!
"""


def place(line: int, text: str) -> Span:
    """A place that tells what it was asked for."""
    return Span(f"line {line}, text {text!r}")


def read(log: str) -> list[Diagnostic]:
    found = read_log(log, "cv.tex", lambda line, text: [place(line, text)])
    assert {fault.severity for fault in found} <= {"error"}
    return found


def only(log: str) -> Diagnostic:
    (fault,) = read(log)
    return fault


def test_an_error_is_told_at_its_line() -> None:
    first, second = read(UNDEFINED)
    assert (first.code, first.span) == ("latex-error", place(3, ""))
    assert first.message == "Undefined control sequence. (line 3 of the .tex)"
    assert (second.code, second.span) == ("latex-error", place(5, ""))


def test_a_missing_package_comes_with_the_command_that_installs_it() -> None:
    fault = only(MISSING_PACKAGE)
    assert (fault.code, fault.message, fault.span) == ("missing-package", "TeX has no no-such-package.sty", None)
    assert "install" in fault.hints[0]


def test_a_character_that_latex_does_not_know_is_a_missing_glyph() -> None:
    fault = only(UNKNOWN_CHARACTER)
    assert (fault.code, fault.span) == ("missing-glyph", place(6, "漢"))
    assert fault.message.startswith('"漢" (U+6F22)')


def test_a_character_that_the_font_lacks_is_a_missing_glyph() -> None:
    fault = only(MISSING_CHARACTER)
    assert (fault.code, fault.span) == ("missing-glyph", place(6, "a"))
    assert fault.message == "the font ts1-lmr10 has no a"


def test_luatex_tells_it_in_another_way() -> None:
    fault = only(MISSING_CHARACTER_OF_LUATEX)
    assert (fault.code, fault.span) == ("missing-glyph", place(6, "漢"))


def test_lines_that_stick_out_are_told() -> None:
    found = read(OVERFULL_LINES)
    assert [(fault.code, fault.span) for fault in found] == [
        ("overfull", place(5, "x" * 80)),
        ("overfull", place(8, "Undefined")),
        ("overfull", place(11, "")),
    ]
    assert found[0].message == "a line is 197.8 pt wider than its column"


def test_a_line_that_sticks_out_is_told_where_its_words_are() -> None:
    """TeX was two lines further when it broke the paragraph; another text far away has the same words."""
    known = {"": [8], "Undefined": [], "long": [2, 7, 30]}
    found = read_log(OVERFULL_LINES, "cv.tex", lambda line, text: [Span("cv.yaml", at) for at in known.get(text, [])])
    assert [fault.span for fault in found] == [Span("cv.yaml", 8), Span("cv.yaml", 7), Span("cv.yaml", 8)]


def test_what_nobody_sees_is_not_told() -> None:
    log = "Overfull \\hbox ({}pt too wide) in paragraph at lines 6--7\n|\n []\n"
    assert read(log.format(MAX_OVERFULL)) == []
    assert len(read(log.format(MAX_OVERFULL + 0.01))) == 1


def test_a_footer_that_sticks_out_is_told() -> None:
    fault = only(OVERFULL_FOOTER)
    assert (fault.code, fault.span) == ("overfull", None)


def test_pages_that_are_too_full_are_told() -> None:
    found = read(OVERFULL_PAGES)
    assert [(fault.code, fault.span) for fault in found] == [("overfull", None), ("overfull", None)]
    assert found[1].message == "303.6 pt of text stick out of the foot of a page"


def test_an_emergency_stop_is_told_if_nothing_else_is() -> None:
    found = read(EMERGENCY)
    assert [(fault.code, fault.span) for fault in found] == [("latex-error", None)] * len(found)
    assert found[0].message == "Emergency stop."


def test_an_emergency_stop_comes_after_its_cause() -> None:
    found = read(RUNAWAY)
    assert found[0].message == r"File ended while scanning use of \textbf ."
    assert {fault.code for fault in found} == {"latex-error"}


def test_a_message_on_several_lines_is_told_whole() -> None:
    fault = only(PACKAGE_ERROR)
    assert fault.message == "The first line and the second. (line 4 of the .tex)"
    assert fault.span == place(4, "")


def test_a_fault_of_a_look_has_its_place_there_and_none_in_the_cv() -> None:
    fault = only(OTHER_FILE)
    assert (fault.code, fault.span) == ("latex-error", Span("texcv-look.sty", 4, 1, 4, 2))
    assert fault.message.startswith("Undefined control sequence.")


def test_a_fault_of_pdftex_itself_is_told() -> None:
    fault = only(BAD_PICTURE)
    assert fault.code == "latex-error"
    assert "libpng: internal error" in fault.message


def test_the_same_fault_is_told_once() -> None:
    assert len(read(UNDEFINED + UNDEFINED)) == 2


@pytest.mark.parametrize("log", ["", "\n\n", "This is pdfTeX\n(./cv.tex\n[1] (./cv.aux) )\nOutput written on cv.pdf\n"])
def test_a_good_log_says_nothing(log: str) -> None:
    assert read(log) == []


def test_windows_line_ends_are_line_ends() -> None:
    assert read(UNDEFINED.replace("\n", "\r\n")) == read(UNDEFINED)
