{{%AUTOESCAPE context="HTML"}}
{{! Who fetched a record lately; filled by record_usage_fetchers(): NO_FETCHERS, HAS_FETCHERS with FETCHER (FETCHER_NAME, FETCHER_TOKEN (TOKEN_NAME), FETCHER_OVER, FETCHED_VERSION, FETCHED_COUNT, FETCHED) and MORE_FETCHERS; FETCHED_DAYS. }}
{{#NO_FETCHERS}}<p class="muted">No program fetched it in the last {{FETCHED_DAYS}} days.</p>{{/NO_FETCHERS}}
{{#HAS_FETCHERS}}<table class="list"><caption class="sr">Who fetched it in the last {{FETCHED_DAYS}} days, the latest first</caption><thead><tr><th scope="col">Token of</th><th scope="col">Version</th><th scope="col" class="num">Times</th><th scope="col">Last</th></tr></thead><tbody>
{{#FETCHER}}<tr><td class="primary"><bdi>{{FETCHER_NAME}}</bdi>{{#FETCHER_OVER}} <span class="chip state off">Ended</span>{{/FETCHER_OVER}}{{#FETCHER_TOKEN}}<p class="sub" dir="auto">{{TOKEN_NAME}}</p>{{/FETCHER_TOKEN}}</td><td data-label="Version"><span class="chip ver">v{{FETCHED_VERSION}}</span></td><td class="num" data-label="Times">{{FETCHED_COUNT}}</td><td class="when" data-label="Last">{{#FETCHED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/FETCHED}}</td></tr>
{{/FETCHER}}
</tbody></table>{{#MORE_FETCHERS}}<p class="muted">There are more than this page shows.</p>{{/MORE_FETCHERS}}{{/HAS_FETCHERS}}
