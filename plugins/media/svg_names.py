"""The elements and attributes of SVG that are published, and those that run, fetch or move something."""

from __future__ import annotations

from typing import Final

ELEMENTS: Final = frozenset(
    """
    a circle clipPath defs desc ellipse filter g line linearGradient marker mask path pattern polygon
    polyline radialGradient rect stop style svg switch symbol text textPath title tspan use view feBlend
    feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
    feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode
    feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
    """.split()
)
"""What is published; other elements of SVG draw nothing that browsers show."""

ACTIVE: Final = frozenset(
    """
    audio base body canvas cursor embed feimage font-face-uri foreignobject form frame handler html iframe
    image img input link listener meta object script template tref video
    """.split()
)
"""Elements, in small letters, that run, fetch or show what is no drawing."""

MOVING: Final = frozenset("animate animatecolor animatemotion animatetransform discard mpath set".split())
"""Elements, in small letters, that change a drawing, its links among them."""

REFERRING: Final = frozenset(
    """
    action actuate background base cite code codebase data formaction href ping poster src srcdoc srcset
    """.split()
)
"""Attributes, in small letters, that hold addresses: those of the drawing itself start with #."""

_PRESENTATION: Final = frozenset(
    """
    alignment-baseline baseline-shift clip-path clip-rule color color-interpolation
    color-interpolation-filters color-rendering direction display dominant-baseline fill fill-opacity
    fill-rule filter flood-color flood-opacity font font-family font-size font-size-adjust font-stretch
    font-style font-variant font-weight image-rendering letter-spacing lighting-color marker marker-end
    marker-mid marker-start mask mask-type mix-blend-mode opacity overflow paint-order pointer-events
    shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap
    stroke-linejoin stroke-miterlimit stroke-opacity stroke-width style text-anchor text-decoration
    text-rendering transform transform-origin unicode-bidi vector-effect visibility white-space
    word-spacing writing-mode gradientTransform patternTransform
    """.split()
)

_GEOMETRY: Final = frozenset(
    """
    clipPathUnits cx cy d dx dy fr fx fy gradientUnits height lengthAdjust markerHeight markerUnits
    markerWidth maskContentUnits maskUnits method offset orient pathLength patternContentUnits
    patternUnits points preserveAspectRatio r refX refY rotate rx ry side spacing spreadMethod startOffset
    textLength viewBox width x x1 x2 y y1 y2 amplitude azimuth baseFrequency bias diffuseConstant divisor
    edgeMode elevation exponent filterUnits in in2 intercept k1 k2 k3 k4 kernelMatrix kernelUnitLength
    limitingConeAngle mode numOctaves operator order pointsAtX pointsAtY pointsAtZ preserveAlpha
    primitiveUnits radius result scale seed slope specularConstant specularExponent stdDeviation
    stitchTiles surfaceScale tableValues targetX targetY type values xChannelSelector yChannelSelector z
    """.split()
)

_OTHERS: Final = frozenset(
    """
    aria-hidden aria-label aria-labelledby class focusable href id lang media role systemLanguage tabindex
    version
    """.split()
)

STYLED: Final = frozenset(name.lower() for name in _PRESENTATION)
"""Attributes, in small letters, whose value is CSS."""

FUNCTIONS: Final = frozenset(
    """
    blur brightness calc circle clamp contrast cubic-bezier drop-shadow ellipse grayscale hsl hsla
    hue-rotate inset invert lang matrix max min not nth-child nth-of-type opacity path perspective polygon
    rgb rgba rotate saturate scale scalex scaley sepia skewx skewy translate translatex translatey var
    """.split()
)
"""Functions of CSS that read no address."""


def is_drawn(attribute: str) -> bool:
    """Tell the attributes of a drawing from those that programs add."""
    return attribute in _PRESENTATION or attribute in _GEOMETRY or attribute in _OTHERS
