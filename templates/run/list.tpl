{{%AUTOESCAPE context="HTML"}}
{{! The runs of a record: RUNS with ROW (run_view_row) or NO_RUNS, OF_VERSION (N), MAY_START or NO_ENDPOINTS. Part of set/tests.tpl; includes PAGER_LINKS. }}
<section aria-labelledby="runs-title"><div class="section-head"><h2 id="runs-title">Test runs{{#OF_VERSION}} of v{{N}}{{/OF_VERSION}}</h2><div class="actions">{{#OF_VERSION}}<a class="btn small" href="{{BASE}}/tests">All versions</a>{{/OF_VERSION}}{{#MAY_START}}<a class="btn small primary" href="{{BASE}}/tests/new"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#play"></use></svg>Run tests</a>{{/MAY_START}}</div></div>
{{#RUNS}}<table class="list"><caption class="sr">Test runs, newest first</caption>
<thead><tr><th scope="col">Run</th><th scope="col">Result</th><th scope="col" class="num">Time p50</th><th scope="col" class="num">Cost</th><th scope="col">By</th><th scope="col">Started</th></tr></thead>
<tbody>
{{#ROW}}<tr><td class="primary"><div class="title"><a href="{{RUN_URL}}"><span class="chip ver">v{{VERSION}}</span> <bdi>{{SET_NAME}}</bdi> v{{SET_VERSION}}</a></div><p class="sub"><bdi>{{ENDPOINT_NAME}}</bdi> · <bdi class="mono">{{MODEL_NAME}}</bdi>{{#IS_PART}} · some cases only{{/IS_PART}}</p></td><td data-label="Result"><span class="chip state{{STATE_CLASS}}">{{STATE}}</span> {{COUNTS}}{{#IS_IMPORTED}} <span class="chip">imported</span>{{/IS_IMPORTED}}</td><td class="num nowrap" data-label="Time p50">{{#TIMES}}{{P50}} ms{{/TIMES}}</td><td class="num nowrap" data-label="Cost">{{#RUN_COST}}{{AMOUNT}}{{/RUN_COST}}</td><td data-label="By">{{STARTED_BY}}</td><td class="when" data-label="Started">{{#WHEN}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/WHEN}}</td></tr>
{{/ROW}}
</tbody></table>{{/RUNS}}
{{#NO_RUNS}}<section class="empty"><svg class="icon" aria-hidden="true"><use href="{{ICONS_URL}}#play"></use></svg>
<h3>No test runs yet</h3><p>A run sends every case of a test set to a model and checks what comes back, so that you see what a change makes better or worse before it is released.</p>{{#NO_ENDPOINTS}}<p class="muted">First, an administrator adds a model endpoint in Settings.</p>{{/NO_ENDPOINTS}}{{#MAY_START}}<div class="actions"><a class="btn primary" href="{{BASE}}/tests/new">Run tests</a></div>{{/MAY_START}}</section>{{/NO_RUNS}}
{{>PAGER_LINKS}}</section>
