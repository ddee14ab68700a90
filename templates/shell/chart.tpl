{{%AUTOESCAPE context="HTML"}}
{{! Bars in the page's own width, with their numbers as a table: CHART_ID TITLE TOTAL MOST, TICK (Y TEXT_Y VALUE), BAR (HOVER AREA_X AREA_WIDTH, SLICE (SHADE X WIDTH Y HEIGHT)), LEGEND (SHADE SERIES_NAME), MARK (X TEXT), HEAD, SERIES (SERIES_NAME), ROW (ROW_NAME, CELL (N), SUM). The plot is 72 pixels high. }}
<section class="chart-box" aria-labelledby="{{CHART_ID}}-title"><h2 id="{{CHART_ID}}-title">{{TITLE}}</h2>
<p class="muted">{{TOTAL}}</p>
<svg class="chart" width="100%" height="104" role="img" aria-label="{{TITLE}}: {{TOTAL}}, at most {{MOST}}">
{{#TICK}}<line x1="0" x2="100%" y1="{{Y}}" y2="{{Y}}"/><text class="tick" x="-6" y="{{TEXT_Y}}">{{VALUE}}</text>{{/TICK}}
{{#BAR}}<g><title>{{HOVER}}</title><rect class="area" x="{{AREA_X}}" width="{{AREA_WIDTH}}" y="0" height="72"/>{{#SLICE}}<rect class="shade-{{SHADE}}" x="{{X}}" width="{{WIDTH}}" y="{{Y}}" height="{{HEIGHT}}"/>{{/SLICE}}</g>
{{/BAR}}
{{#MARK}}<text x="{{X}}" y="88">{{TEXT}}</text>{{/MARK}}
</svg>
{{#LEGEND}}<span class="legend"><svg width="10" height="10" aria-hidden="true"><rect class="shade-{{SHADE}}" width="10" height="10"/></svg>{{SERIES_NAME}}</span>{{/LEGEND}}
<details><summary>Numbers<span class="sr"> of {{TITLE}}</span></summary>
<table class="numbers"><caption class="sr">{{TITLE}}, newest first</caption><thead><tr><th scope="col">{{HEAD}}</th>{{#SERIES}}<th scope="col" class="num">{{SERIES_NAME}}</th>{{/SERIES}}<th scope="col" class="num">All</th></tr></thead><tbody>
{{#ROW}}<tr><th scope="row">{{ROW_NAME}}</th>{{#CELL}}<td class="num">{{N}}</td>{{/CELL}}<td class="num">{{SUM}}</td></tr>
{{/ROW}}
</tbody></table></details>
</section>
