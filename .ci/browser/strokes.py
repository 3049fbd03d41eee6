"Digits as strokes in several styles, x and y from 0 to 1, downwards"
import math, random

def arc(cx, cy, rx, ry, a, b, n=24):
    "Part of an ellipse from angle `a` to `b` in degrees, clockwise on the screen, 0 at the right"
    return [(cx + rx*math.cos(math.radians(a + (b-a)*i/n)), cy + ry*math.sin(math.radians(a + (b-a)*i/n))) for i in range(n+1)]

def line(*ps, n=8):
    "Straight lines from point to point"
    out = []
    for (x0,y0),(x1,y1) in zip(ps, ps[1:]): out += [(x0+(x1-x0)*i/n, y0+(y1-y0)*i/n) for i in range(n)]
    return out + [ps[-1]]

STYLES = {
 '0 round': (0, [arc(.5,.5,.3,.4,-90,270)]),
 '0 narrow': (0, [arc(.5,.5,.18,.4,-90,-450)]),
 '0 gap': (0, [arc(.5,.5,.25,.4,-60,280)]),
 '1 bare': (1, [line((.5,.1),(.5,.9))]),
 '1 slanted': (1, [line((.6,.1),(.42,.9))]),
 '1 serif': (1, [line((.35,.3),(.55,.1),(.55,.9))]),
 '1 serif foot': (1, [line((.35,.28),(.52,.1),(.52,.9)), line((.3,.9),(.74,.9))]),
 '2 round': (2, [arc(.5,.32,.22,.22,-170,30) + line((.66,.5),(.28,.9)) + line((.28,.9),(.76,.9))]),
 '2 loop': (2, [arc(.5,.3,.2,.2,-180,40) + line((.62,.5),(.38,.82)) + arc(.34,.8,.08,.08,0,-300) + line((.42,.86),(.78,.9))]),
 '2 angular': (2, [line((.28,.14),(.7,.12),(.72,.3),(.28,.88),(.76,.88))]),
 '3 round': (3, [arc(.46,.3,.22,.2,-150,90) + arc(.46,.7,.25,.2,-90,150)]),
 '3 flat top': (3, [line((.28,.1),(.7,.1),(.45,.42)) + arc(.45,.66,.25,.24,-90,150)]),
 '3 deep': (3, [arc(.5,.3,.2,.2,-170,100) + line((.46,.5),(.38,.5)) + arc(.48,.7,.26,.2,-100,170)]),
 '4 open': (4, [line((.32,.1),(.28,.55),(.75,.55)), line((.64,.15),(.64,.9))]),
 '4 closed': (4, [line((.62,.9),(.62,.1),(.24,.62),(.8,.62))]),
 '4 closed two': (4, [line((.58,.1),(.25,.6),(.8,.6)), line((.6,.1),(.6,.9))]),
 '5 two strokes': (5, [line((.35,.12),(.32,.46)) + arc(.47,.66,.25,.23,-120,140), line((.35,.12),(.72,.12))]),
 '5 one stroke': (5, [line((.7,.1),(.34,.12),(.32,.45)) + arc(.45,.66,.25,.23,-110,140)]),
 '5 round': (5, [line((.7,.12),(.4,.12)) + line((.4,.12),(.36,.42)) + arc(.46,.65,.22,.24,-110,160)]),
 '6 curved': (6, [line((.62,.1),(.42,.35)) + arc(.5,.68,.2,.22,-160,-500)]),
 '6 straight': (6, [line((.42,.08),(.33,.6)) + arc(.5,.7,.18,.2,-180,-540)]),
 '6 wide': (6, [arc(.62,.5,.32,.42,-100,-180) + arc(.5,.68,.22,.22,-200,-540)]),
 '7 bare': (7, [line((.25,.12),(.74,.12),(.45,.9))]),
 '7 bar': (7, [line((.25,.12),(.74,.12),(.45,.9)), line((.38,.5),(.72,.5))]),
 '7 serif': (7, [line((.26,.26),(.27,.12),(.74,.12),(.48,.9))]),
 '7 curved bar': (7, [line((.24,.14),(.74,.12)) + arc(1.0,.85,.55,.7,-115,-175), line((.34,.52),(.68,.48))]),
 '7 upright': (7, [line((.3,.1),(.68,.1),(.62,.9))]),
 '8 two circles': (8, [arc(.5,.3,.19,.2,90,-270), arc(.5,.7,.22,.2,-90,270)]),
 '8 one stroke': (8, [[(.5 + .22*math.sin(2*t)*(1 if math.cos(t) > 0 else 1.1), .5 - .4*math.cos(t)) for t in [2*math.pi*i/60 for i in range(61)]]]),
 '8 s start': (8, [arc(.5,.3,.2,.2,-30,-250) + line((.42,.46),(.6,.54)) + arc(.5,.7,.22,.2,-40,220) + line((.36,.56),(.66,.36))]),
 '9 straight': (9, [arc(.48,.32,.2,.22,0,-360) + line((.68,.32),(.66,.9))]),
 '9 curved': (9, [arc(.5,.32,.2,.22,-20,-340) + arc(.35,.45,.35,.45,-20,100)]),
 '9 slanted': (9, [arc(.5,.3,.2,.2,-10,-370) + line((.7,.32),(.5,.9))]),
 '9 g like': (9, [arc(.5,.3,.19,.2,0,-350) + line((.69,.3),(.68,.7)) + arc(.5,.72,.18,.18,0,140)]),
}

def drawn(style, seed, n_wobble=3):
    "One drawing: slanted, turned, stretched and wobbling by chance; lists of [x, y] from 0 to 1"
    digit,strokes = STYLES[style]
    r = random.Random(f'{style} {seed}')
    turn,slant,wide = math.radians(r.uniform(-8, 8)), r.uniform(-.05, .3), r.uniform(.8, 1.2)
    waves = [(r.uniform(.0, .012), r.uniform(3, 9), r.uniform(0, 6.3)) for _ in range(2*n_wobble)]
    size,dx,dy = r.uniform(.55, .95), r.uniform(-.05, .05), r.uniform(-.05, .05)
    out = []
    for s in strokes:
        jx,jy = r.gauss(0, .01), r.gauss(0, .01)
        pts = []
        for x,y in s:
            x,y = (x-.5)*wide, y-.5
            x -= slant*y
            x,y = x*math.cos(turn) - y*math.sin(turn), x*math.sin(turn) + y*math.cos(turn)
            x += sum(a*math.sin(f*y*3 + p) for a,f,p in waves[:n_wobble]) + jx
            y += sum(a*math.sin(f*x*3 + p) for a,f,p in waves[n_wobble:]) + jy
            pts.append([round(min(max(.5 + dx + x*size, .01), .99), 4), round(min(max(.5 + dy + y*size, .01), .99), 4)])
        out.append(pts)
    return digit, out
