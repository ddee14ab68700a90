{{%AUTOESCAPE context="HTML"}}
{{! Who fetched a record lately and until when they may go on with it; filled by record_usage_copies(): as record/fetchers.tpl, with COPY_STAYS, COPY_UNTIL and COPY_OVER. }}
{{#NO_FETCHERS}}<p class="muted">No program fetched it in the last {{FETCHED_DAYS}} days.</p>{{/NO_FETCHERS}}
{{#HAS_FETCHERS}}<table class="list"><caption class="sr">Who fetched it in the last {{FETCHED_DAYS}} days, and how long their copy may live</caption><thead><tr><th scope="col">Token of</th><th scope="col">Version</th><th scope="col">Last fetched</th><th scope="col">Copy may live</th></tr></thead><tbody>
{{#FETCHER}}<tr><td class="primary"><bdi>{{FETCHER_NAME}}</bdi>{{#FETCHER_OVER}} <span class="chip state off">Ended</span>{{/FETCHER_OVER}}{{#FETCHER_TOKEN}}<p class="sub" dir="auto">{{TOKEN_NAME}}</p>{{/FETCHER_TOKEN}}</td><td data-label="Version"><span class="chip ver">v{{FETCHED_VERSION}}</span></td><td class="when" data-label="Last fetched">{{#FETCHED}}<time datetime="{{ISO}}" title="{{EXACT}}">{{AGO}}</time>{{/FETCHED}}</td><td data-label="Copy may live">{{#COPY_STAYS}}<span class="chip state bad">until it restarts</span>{{/COPY_STAYS}}{{#COPY_UNTIL}}until <time datetime="{{ISO}}">{{EXACT}}</time>{{/COPY_UNTIL}}{{#COPY_OVER}}<span class="muted">no longer</span>{{/COPY_OVER}}</td></tr>
{{/FETCHER}}
</tbody></table>{{#MORE_FETCHERS}}<p class="muted">There are more than this page shows.</p>{{/MORE_FETCHERS}}
<p class="muted">Answers of the API may be used for 10 seconds, agent cards for a minute. Langfuse clients go on with the copy that they have when they are refused another, and programs with a bundle with what is in it: restart them.</p>{{/HAS_FETCHERS}}
<p class="muted">What was fetched in the last 10 seconds may not be counted yet.</p>
