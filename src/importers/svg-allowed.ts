/** What of SVG 1.1 and 2 draws and can do nothing else. */
export const ELEMENTS = new Set(
  `svg g defs symbol use title desc metadata switch a style
   path rect circle ellipse line polyline polygon image
   text tspan textPath
   linearGradient radialGradient stop pattern clipPath mask marker view
   filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
   feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
   feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting
   feSpotLight feTile feTurbulence`.split(/\s+/),
);

export const ATTRIBUTES = new Set(
  `id class style lang role tabindex aria-label aria-labelledby aria-describedby aria-hidden
   viewBox preserveAspectRatio version baseProfile width height x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy
   d points pathLength transform rotate textLength lengthAdjust startOffset method spacing side
   offset gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform
   clipPathUnits maskUnits maskContentUnits markerUnits markerWidth markerHeight refX refY orient
   filterUnits primitiveUnits in in2 result mode type values operator k1 k2 k3 k4 stdDeviation order
   kernelMatrix divisor bias targetX targetY edgeMode preserveAlpha surfaceScale diffuseConstant
   specularConstant specularExponent scale xChannelSelector yChannelSelector azimuth elevation radius
   baseFrequency numOctaves seed stitchTiles z pointsAtX pointsAtY pointsAtZ limitingConeAngle
   tableValues slope intercept amplitude exponent systemLanguage requiredFeatures
   alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation
   color-interpolation-filters direction display dominant-baseline fill fill-opacity fill-rule filter
   flood-color flood-opacity font-family font-size font-size-adjust font-stretch font-style
   font-variant font-weight image-rendering letter-spacing lighting-color marker-end marker-mid
   marker-start mask mix-blend-mode opacity overflow paint-order pointer-events shape-rendering
   stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
   stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-rendering
   transform-origin unicode-bidi vector-effect visibility word-spacing writing-mode`.split(/\s+/),
);
