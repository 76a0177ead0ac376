// Generated from the OpenAPI document by `npm run api`. Do not edit.

export interface paths {
    "/api/v1/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Actions
         * @description List the actions that stations can be told, by name, all on one page.
         *
         *     Each with the official schema of its payload, what it does and what to know before it is sent. It changes with the
         *     version of the gateway and with the caller's rights only.
         */
        get: operations["list_actions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actions/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Action
         * @description Show one action that stations can be told.
         */
        get: operations["get_action"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Api Keys
         * @description List keys, newest first, revoked and expired ones included.
         */
        get: operations["list_api_keys"];
        put?: never;
        /**
         * Create Api Key
         * @description Make a key. Its text is shown this once; only its hash is stored.
         */
        post: operations["create_api_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Api Key
         * @description Show one key.
         */
        get: operations["get_api_key"];
        put?: never;
        post?: never;
        /**
         * Revoke Api Key
         * @description Revoke a key for good: its next request is refused, on every node. It stays in the list.
         */
        delete: operations["revoke_api_key"];
        options?: never;
        head?: never;
        /**
         * Edit Api Key
         * @description Change name, permissions or expiry, from the next request on. 409 if the key is revoked.
         */
        patch: operations["edit_api_key"];
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Audit
         * @description List what was done, newest first.
         */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Audit
         * @description Export what was done as a CSV table, newest first. `before` and `after` are JSON.
         *
         *     A cell that a spreadsheet would run as a formula begins with an apostrophe.
         */
        get: operations["export_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Login
         * @description Sign in with e-mail address and password; also sets the refresh cookie.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Logout
         * @description End this sign-in, found by the cookie or the access token; repeating it is no error.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout-everywhere": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Logout Everywhere
         * @description End every sign-in of the caller, on all devices, this one included.
         */
        post: operations["logout_everywhere"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Me
         * @description Who is signed in, and what they may do.
         */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Methods
         * @description Say how people can sign in.
         */
        get: operations["list_methods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return From Provider
         * @description Take somebody back from the identity provider: signed in, or a page that says why not.
         */
        get: operations["return_from_provider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Start At Provider
         * @description Send the browser to the identity provider; 404 if there is none.
         */
        get: operations["start_at_provider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change Password
         * @description Change one's own password, giving the present one. It ends every sign-in of the caller: sign in again.
         */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refresh
         * @description Exchange the refresh cookie for a new access token and the next cookie.
         *
         *     A cookie works once. Repeated within a minute it gets the same next cookie again, as long as that is unused: the
         *     answer may have got lost. If that one was used a moment ago (another window), the answer is 409: repeat with the
         *     newest cookie. Any other second use ends the whole sign-in, because somebody else may have it.
         */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Commands
         * @description List commands, newest first. A page ends early when its payloads and answers reach 4 MiB.
         */
        get: operations["list_commands"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commands/{command}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Command
         * @description Show one command.
         */
        get: operations["get_command"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commands/{command}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Command
         * @description Take back a command that has not been sent; 409 if it has.
         */
        post: operations["cancel_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Connectors
         * @description List connectors: stations newest first, each with its connectors in order. Connector 0 is not in the list.
         */
        get: operations["list_connectors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feed/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Ticket
         * @description Give out a ticket that opens one feed within 30 seconds, from a page of the same origin.
         *
         *     Browsers send `Origin` with this request by themselves. A program needs no ticket: it sends its access token in the
         *     `Authorization` header of the handshake.
         */
        post: operations["create_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/id-tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Id Tags
         * @description List id tags, newest first.
         */
        get: operations["list_id_tags"];
        put?: never;
        /**
         * Create Id Tag
         * @description Enter a tag.
         */
        post: operations["create_id_tag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/id-tags/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Id Tags
         * @description Export the tags that the filters find as the CSV table that `import` takes, newest first.
         *
         *     A cell that a spreadsheet would run as a formula begins with an apostrophe. `status` is the one that was entered.
         */
        get: operations["export_id_tags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/id-tags/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Id Tags
         * @description Enter and change the tags of a CSV table, all or nothing.
         *
         *     The first line names the columns: `id_tag` and any of `status`, `expiry`, `parent`, `group`, `note`, `concurrent`,
         *     `aliases` (separated by `|`). Commas separate the cells, or semicolons or tabs. A tag that exists is changed in the
         *     columns that the table has. What is wrong stands in `errors`, with the number of its line.
         */
        post: operations["import_id_tags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/id-tags/{id_tag}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Id Tag
         * @description Show one tag.
         */
        get: operations["get_id_tag"];
        put?: never;
        post?: never;
        /**
         * Delete Id Tag
         * @description Remove a tag; transactions that used it keep its text.
         */
        delete: operations["delete_id_tag"];
        options?: never;
        head?: never;
        /**
         * Edit Id Tag
         * @description Change a tag.
         */
        patch: operations["edit_id_tag"];
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Jobs
         * @description List jobs, newest first. Who may not see all stations sees their own jobs.
         */
        get: operations["list_jobs"];
        put?: never;
        /**
         * Create Job
         * @description Send one command to many stations, or block or unblock them.
         *
         *     The stations are fixed now. `concurrency` of them have a command on the way at once; one that waits for its station
         *     to connect takes no place. Every station gets its command once, also if the gateway dies in between.
         */
        post: operations["create_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Job
         * @description Show one job and how far it is.
         */
        get: operations["get_job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Job
         * @description Send no more commands, and take back those that have not been sent; 409 if the job has ended otherwise.
         */
        post: operations["cancel_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Job Results
         * @description List the stations of a job and where each stands.
         */
        get: operations["list_job_results"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry Job
         * @description Send the command again to the stations that failed, as a new job that names this one as its `parent`.
         *
         *     409 while the job runs, and if its payload held a secret, which is forgotten by then.
         */
        post: operations["retry_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Logs
         * @description List frames, newest first.
         *
         *     A page ends early when its payloads reach 4 MiB. A filter other than `station` and time looks at 100,000 frames per
         *     page: a page may be short or even empty and still have a `next_cursor`.
         */
        get: operations["list_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/logs/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Logs
         * @description Export the frames that the filters find as a CSV table, newest first; the last 24 hours if nothing is said.
         *
         *     `payload` and `violations` are JSON texts. A text that a spreadsheet would run as a formula begins with an
         *     apostrophe.
         */
        get: operations["export_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/logs/export.jsonl": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Log Lines
         * @description Export the frames that the filters find as JSON Lines, newest first: each line is one entry of the list.
         */
        get: operations["export_log_lines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Map
         * @description Show the stations of a box that you may see, in clusters by a grid: a hundred thousand as well as ten.
         *
         *     Stations without coordinates are only counted; `GET /stations?placed=false` lists them.
         */
        get: operations["get_map"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/map/tiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Map Tiles
         * @description Say where the pictures behind the map come from, if anywhere.
         */
        get: operations["get_map_tiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Overview
         * @description Show figures of all stations that you may see, and what needs attention.
         */
        get: operations["get_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Overview History
         * @description Show how power and states of the fleet went, from a sample that is taken each minute.
         *
         *     It covers whole groups: stations that you may see one by one are not in it.
         */
        get: operations["get_overview_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/refused-handshakes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Refused Handshakes
         * @description List refused handshakes, newest first. They appear at once (in an attack within half a second), and are kept as
         *     long as messages are.
         */
        get: operations["list_refused_handshakes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/security-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Security Events
         * @description List security events, newest first. They are kept as long as meter values are.
         */
        get: operations["list_security_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Stations
         * @description List stations, newest first unless `sort` says otherwise.
         */
        get: operations["list_stations"];
        put?: never;
        /**
         * Create Station
         * @description Add a station; it is accepted. An API key that is bound to some stations cannot.
         */
        post: operations["create_station"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Stations
         * @description Export the stations that the filters find as a CSV table.
         *
         *     A text that a spreadsheet would run as a formula begins with an apostrophe.
         */
        get: operations["export_stations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count Stations
         * @description Count stations by the values of each filter, for the panel beside a list.
         */
        get: operations["count_stations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Station
         * @description Show one station.
         */
        get: operations["get_station"];
        put?: never;
        post?: never;
        /**
         * Archive Station
         * @description End the station's life: its connection is closed, its history stays, its identity is free.
         *
         *     409 while it charges.
         */
        delete: operations["archive_station"];
        options?: never;
        head?: never;
        /**
         * Edit Station
         * @description Change name, group, location, profile (also lower it), certificate, registration, validation or quirks.
         *
         *     Validation and quirks count from the station's next message on.
         */
        patch: operations["edit_station"];
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve Station
         * @description Let a waiting station in, after a look at its address and claims.
         *
         *     Without a body the password that it presented is adopted; if it presented none, the answer is 409 and names the
         *     choices. An issued password is shown this once.
         */
        post: operations["approve_station"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/clear-cache": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Clear Cache
         * @description Ask a station to forget the id tags that it has let charge before.
         */
        post: operations["clear_cache"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give Command
         * @description Send any operation of OCPP to a station.
         *
         *     The command is stored and sent as soon as the station can take it, never after `expires_at`, and reaches one final
         *     state exactly once. `accepted` is the station's word; whether it did what it said is in `effect`.
         */
        post: operations["give_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Station Configuration
         * @description Show what is remembered of a station's configuration, by key, in one page. It asks the station nothing.
         *
         *     Every answer of the station updates it, whoever asked. Values of secret keys are never kept.
         */
        get: operations["get_station_configuration"];
        put?: never;
        /**
         * Ask Station Configuration
         * @description Read keys from a station, or change some: one command for each question or change.
         *
         *     Many keys are split by what the station takes at once (`GetConfigurationMaxKeys`). A wanted value is stored with its
         *     command, and shown beside the reported one.
         */
        post: operations["ask_station_configuration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/configuration/{name}/wanted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove Wanted Configuration
         * @description Take a wanted value back. A command that still waits with it is cancelled; the station is told nothing.
         *
         *     404 if nobody wants a value of this key.
         */
        delete: operations["remove_wanted_configuration"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/connectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Station Connectors
         * @description List the connectors of one station, in order; a station has at most 100.
         */
        get: operations["list_station_connectors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/connectors/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Connector
         * @description Show one connector.
         */
        get: operations["get_connector"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/connectors/{number}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Block Connector
         * @description Take a connector out of service, or with 0 the whole station; its connectors keep their own blocks.
         *
         *     What is wanted is stored at once and outlasts everything; the command that tells the station has no deadline and
         *     waits for a station that is offline. Repeating it changes nothing and returns the last command. How far it has got
         *     is `block_state` of the connector. A connector that the station has never reported is 404.
         */
        post: operations["block_connector"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/connectors/{number}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Transaction
         * @description Ask a station to start charging at a connector. Its effect is the transaction that starts.
         */
        post: operations["start_transaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/connectors/{number}/unblock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unblock Connector
         * @description Put a connector, or with 0 the station, back into service; a block that was not sent yet is taken back.
         */
        post: operations["unblock_connector"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/connectors/{number}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unlock Connector
         * @description Ask a station to release the cable of a connector. A running transaction ends by it.
         */
        post: operations["unlock_connector"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Station Credentials
         * @description Show which passwords of a station are good now, and how password, profile and certificate last changed.
         */
        get: operations["get_station_credentials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/nonconformities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Station Nonconformities
         * @description List what the station bends, the latest first: one entry for each rule, in one page.
         */
        get: operations["list_station_nonconformities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set Station Password
         * @description Store the given password or make one. It counts from the next handshake; nothing is sent to the station.
         */
        post: operations["set_station_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/password/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate Station Password
         * @description Make a new `AuthorizationKey` and send it to the station. Nobody ever sees it.
         *
         *     The old one stays good until the station has come with the new one; if it declines, the old one stays.
         */
        post: operations["rotate_station_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject Station
         * @description Turn a station away.
         */
        post: operations["reject_station"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset Station
         * @description Ask a station to restart, `Soft` if nothing is said. Its effect is the next BootNotification.
         */
        post: operations["reset_station"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stations/{ocpp_id}/trigger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Trigger Message
         * @description Ask a station to send a message now. Its effect is that message.
         */
        post: operations["trigger_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get System
         * @description Show nodes, database, queues and addresses. Nothing of it is about single stations.
         */
        get: operations["get_system"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Transactions
         * @description List transactions, newest first.
         *
         *     Newest is the one recorded last; with `from` or `to` it is the one that started last by the station's clock. A
         *     station that was offline reports its charges later.
         */
        get: operations["list_transactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transactions/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Transactions
         * @description Export the transactions that the filters find as a CSV table, in the order of the list.
         *
         *     A text that a spreadsheet would run as a formula begins with an apostrophe.
         */
        get: operations["export_transactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transactions/{transaction}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Transaction
         * @description Show one transaction.
         */
        get: operations["get_transaction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transactions/{transaction}/meter-values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Meter Values
         * @description List the readings of one transaction, newest first by the station's time.
         *
         *     A page ends early when its samples reach 4 MiB.
         */
        get: operations["list_meter_values"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transactions/{transaction}/meter-values/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Meter Values
         * @description Export every sample of one transaction as a CSV table, newest first: normalised, and as it was sent (`raw_…`).
         *
         *     A text that a spreadsheet would run as a formula begins with an apostrophe.
         */
        get: operations["export_meter_values"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transactions/{transaction}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop Transaction
         * @description Ask the station to stop a running transaction; 409 if it is not running. Its effect is the end of it.
         */
        post: operations["stop_transaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Users
         * @description List people, newest first.
         */
        get: operations["list_users"];
        put?: never;
        /**
         * Create User
         * @description Add a person.
         */
        post: operations["create_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get User
         * @description Show one person.
         */
        get: operations["get_user"];
        put?: never;
        post?: never;
        /**
         * Remove User
         * @description Remove a person. 409 for the last enabled administrator, and while they own a key that is not revoked.
         */
        delete: operations["remove_user"];
        options?: never;
        head?: never;
        /**
         * Edit User
         * @description Change name and role, disable and enable. 409 for the last enabled administrator.
         */
        patch: operations["edit_user"];
        trace?: never;
    };
    "/api/v1/users/{user}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set User Password
         * @description Set somebody's password, given or made. They are signed out everywhere.
         */
        post: operations["set_user_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign User Out
         * @description End every sign-in of somebody, on all devices.
         */
        post: operations["sign_user_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Healthz
         * @description Say that the process is alive.
         */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics
         * @description Show the metrics in Prometheus' text format.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readyz
         * @description Say whether this node can serve; if not, 503 with what is not ready and why.
         */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AccessToken
         * @description Send it as `Authorization: Bearer …`; refresh before `expires_in` seconds are over.
         */
        AccessToken: {
            /** Access Token */
            access_token: string;
            /**
             * Expires In
             * @description Seconds
             */
            expires_in: number;
            /**
             * Token Type
             * @default Bearer
             * @constant
             */
            token_type?: "Bearer";
        };
        /**
         * ActionShown
         * @description An action that can be sent to stations. The flags are advice: what is refused is decided when it is sent.
         */
        ActionShown: {
            /**
             * Action
             * @example Reset
             */
            action: string;
            /**
             * Bulk
             * @description One payload makes sense for many stations; `POST /jobs` takes the others too
             */
            bulk: boolean;
            /**
             * Description
             * @example Restart the station.
             */
            description: string;
            /**
             * Destructive
             * @description It can end charges, take a station out of reach or remove what it keeps: ask people twice
             */
            destructive: boolean;
            /**
             * @description What shows that it was done; null: nothing but the answer
             * @example boot
             */
            effect: components["schemas"]["EffectKind"] | null;
            /**
             * Needs Online
             * @description It is about this moment. `when_offline` `queue` keeps it all the same, as any other action
             */
            needs_online: boolean;
            /**
             * Ocpp Version
             * @example 1.6
             */
            ocpp_version: string;
            /**
             * Payload Schema
             * @description The official JSON schema of `payload`, without references; `$schema` says which draft
             * @example {
             *       "$schema": "http://json-schema.org/draft-04/schema#",
             *       "additionalProperties": false,
             *       "properties": {
             *         "type": {
             *           "enum": [
             *             "Hard",
             *             "Soft"
             *           ],
             *           "type": "string"
             *         }
             *       },
             *       "required": [
             *         "type"
             *       ],
             *       "title": "ResetRequest",
             *       "type": "object"
             *     }
             */
            payload_schema: {
                [key: string]: unknown;
            };
            /** @description What whoever sends it must hold */
            permission: components["schemas"]["Permission"];
            /**
             * Permitted
             * @description Whether this caller may send it
             */
            permitted: boolean;
            /**
             * Profile
             * @description The feature profile that has it
             * @example Core
             */
            profile: string;
            /**
             * Roles
             * @description The roles that hold it
             */
            roles: components["schemas"]["Role"][];
            /**
             * While Pending
             * @description A station that is not accepted yet may be told it
             */
            while_pending: boolean;
        };
        /**
         * ActorKind
         * @description What kind of hand it was.
         * @enum {string}
         */
        ActorKind: "user" | "key" | "operator" | "gateway";
        /**
         * AddressesShown
         * @description Where stations and people reach the gateway.
         */
        AddressesShown: {
            /**
             * Http Url
             * @example http://localhost:8000
             */
            http_url: string;
            /**
             * Http Url Configured
             * @description Whether PUBLIC_HTTP_URL says so
             */
            http_url_configured: boolean;
            /**
             * Station Url
             * @description What a station's identity is appended to, after a slash
             * @example ws://localhost:9000/ocpp
             */
            station_url: string;
            /**
             * Station Url Configured
             * @description Whether PUBLIC_STATION_URL says so; otherwise it is made from the listener of this node
             */
            station_url_configured: boolean;
        };
        /**
         * Alive
         * @description The process answers.
         */
        Alive: {
            /**
             * Status
             * @default alive
             * @constant
             */
            status?: "alive";
        };
        /**
         * ApiKeyChanges
         * @description What to change; what is left out stays. `permissions` replaces all of them; null lifts `expires_at`.
         */
        ApiKeyChanges: {
            /** Expires At */
            expires_at?: string | null;
            /** Name */
            name?: string;
            permissions?: components["schemas"]["KeyPermissions"];
        };
        /**
         * ApiKeyCreated
         * @description A key that was made; `key` is its text, shown this once.
         */
        ApiKeyCreated: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /**
             * Hint
             * @description How the key begins
             */
            hint: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Key */
            key: string;
            /**
             * Last Used At
             * @description Up to a minute old
             */
            last_used_at: string | null;
            /** Name */
            name: string;
            /**
             * Owner
             * @description The owner's e-mail address
             */
            owner: string;
            permissions: components["schemas"]["KeyPermissions"];
            /** Revoked At */
            revoked_at: string | null;
            /**
             * User Id
             * Format: uuid
             * @description Its owner; it can never do more than the owner's role
             */
            user_id: string;
        };
        /**
         * ApiKeyShown
         * @description A key. Of its text only the beginning is known.
         */
        ApiKeyShown: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /**
             * Hint
             * @description How the key begins
             */
            hint: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Last Used At
             * @description Up to a minute old
             */
            last_used_at: string | null;
            /** Name */
            name: string;
            /**
             * Owner
             * @description The owner's e-mail address
             */
            owner: string;
            permissions: components["schemas"]["KeyPermissions"];
            /** Revoked At */
            revoked_at: string | null;
            /**
             * User Id
             * Format: uuid
             * @description Its owner; it can never do more than the owner's role
             */
            user_id: string;
        };
        /**
         * Approval
         * @description How to let the station in.
         *
         *     `adopt` the password it presented, `issue` one, bind the `certificate` it presented, or `none` until `expires_at`.
         */
        Approval: {
            credential: components["schemas"]["Credential"];
            /**
             * Expires At
             * @description Only with `none`; 30 days from now if left out
             */
            expires_at?: string | null;
        };
        /**
         * AreaShown
         * @description A box in degrees.
         */
        AreaShown: {
            /**
             * East
             * @example 13.41
             */
            east: number;
            /**
             * North
             * @example 52.53
             */
            north: number;
            /**
             * South
             * @example 52.51
             */
            south: number;
            /**
             * West
             * @example 13.36
             */
            west: number;
        };
        /**
         * Attention
         * @description One thing to look after.
         */
        Attention: {
            /**
             * Connector
             * @description Null: the station as a whole
             * @example 2
             */
            connector: number | null;
            /**
             * Count
             * @description Charges left running, messages that could not be stored, departures from a rule; else 1 or 0
             */
            count: number;
            /**
             * Detail
             * @description Error codes, the reason, the rule, who blocked it, or the address it knocks from
             * @example GroundFailure
             */
            detail: string | null;
            /** Group */
            group: string | null;
            /**
             * Kind
             * @description In order of the harm: what hurts drivers most comes first
             * @enum {string}
             */
            kind: "offline_while_charging" | "connector_faulted" | "station_faulted" | "block_rejected" | "station_offline" | "messages_quarantined" | "station_pending" | "rules_departed";
            /**
             * Since
             * @description Of a fault when it was reported, of a lost station its last message, of a rule its last departure
             */
            since: string | null;
            /**
             * Station
             * @example CP-1
             */
            station: string;
        };
        /**
         * AuditEntry
         * @description One deed, written together with the change it tells of. It is kept for ever and never holds a secret.
         */
        AuditEntry: {
            /**
             * Action
             * @description `<kind>.<what was done>`, for example `station.approved`
             */
            action: string;
            /**
             * Actor
             * @description E-mail address of the person, name of the key
             */
            actor: string;
            /**
             * Actor Id
             * @description Of the user or the API key
             */
            actor_id: string | null;
            /** @description `user`: a person, `key`: an API key, `operator`: the command line, `gateway`: a rule of its own */
            actor_kind: components["schemas"]["ActorKind"];
            /**
             * After
             * @description The same as it is now; null for a thing that is gone
             */
            after: {
                [key: string]: unknown;
            } | null;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /**
             * Before
             * @description What was changed, as it was; null for a new thing
             */
            before: {
                [key: string]: unknown;
            } | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Remote Address
             * @description Where the request came from
             */
            remote_address: string | null;
            /**
             * Station
             * @description Identity of the station that it is about, if it is about one
             */
            station: string | null;
            /**
             * Subject
             * @description The thing as people know it; of a command and a job its `id`. An id tag is null for an API key without `subject` among its `fields`
             */
            subject: string | null;
            subject_kind: components["schemas"]["SubjectKind"];
        };
        /**
         * BlockState
         * @description How far a block, or lifting it, has got.
         * @enum {string}
         */
        BlockState: "none" | "pending" | "scheduled" | "in_effect" | "rejected";
        /**
         * BulkJob
         * @description One command for many stations. Secrets in `payload` are `***`; an API key sees it if its `fields` say so.
         */
        BulkJob: {
            /** Action */
            action: string;
            /** Concurrency */
            concurrency: number;
            counts: components["schemas"]["Counts"];
            /**
             * Error
             * @description Why it stopped, if not because of failures
             */
            error: string | null;
            /** Expires At */
            expires_at: string | null;
            /** Finished At */
            finished_at: string | null;
            /** Force */
            force: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Parent
             * @description The job whose failed stations this one takes up again
             */
            parent: string | null;
            /** Payload */
            payload: {
                [key: string]: unknown;
            } | null;
            /**
             * Requested At
             * Format: date-time
             */
            requested_at: string;
            /** Requested By */
            requested_by: string;
            status: components["schemas"]["JobStatus"];
            /** Stop After Failures */
            stop_after_failures: number | null;
            /** Timeout Seconds */
            timeout_seconds: number;
            /**
             * Total
             * @description Stations, fixed when the job was made
             */
            total: number;
            /** @description What the stations are to be; `action` and `payload` are then what carries it to them */
            wanted: components["schemas"]["ocpp_gateway__charging__jobs__WantedState"] | null;
            /**
             * When Offline
             * @enum {string}
             */
            when_offline: "fail" | "queue";
        };
        /**
         * CertificateBinding
         * @description Which client certificates may play the station (security profile 3). What is left out does not restrict.
         */
        CertificateBinding: {
            /**
             * Fingerprints
             * @description SHA-256 in hex; if there are any, only these
             */
            fingerprints?: string[];
            /**
             * Issuer
             * @description Name of the authority as in RFC 4514
             */
            issuer?: string | null;
            /**
             * Name
             * @description Common name or serial number in the certificate's subject; the identity if left out
             */
            name?: string | null;
        };
        /**
         * CertificateBindingShown
         * @description Which client certificates may play the station (security profile 3).
         */
        CertificateBindingShown: {
            /** Fingerprints */
            fingerprints: string[];
            /** Issuer */
            issuer: string | null;
            /** Name */
            name: string | null;
        };
        /**
         * Change
         * @description A new value of one key.
         */
        Change: {
            /** Key */
            key: string;
            /** Value */
            value: string;
        };
        /**
         * ClusterShown
         * @description The stations of one cell.
         */
        ClusterShown: {
            /** @description The smallest box around them */
            area: components["schemas"]["AreaShown"];
            /**
             * Id
             * @description The same cell has the same id in every answer of this grid
             * @example 64/33/20
             */
            id: string;
            /**
             * Latitude
             * @description The middle of its stations
             * @example 52.52
             */
            latitude: number;
            /**
             * Longitude
             * @example 13.4
             */
            longitude: number;
            /**
             * Offline
             * @example 1
             */
            offline: number;
            /**
             * States
             * @description Connectors by the state that they show; those of stations that are offline are `Unknown`
             * @example {
             *       "Available": 9,
             *       "Faulted": 1
             *     }
             */
            states: {
                [key: string]: number;
            };
            /**
             * Station
             * @description Its identity, if there is only one
             */
            station: string | null;
            /**
             * Stations
             * @example 7
             */
            stations: number;
        };
        /**
         * CommandShown
         * @description A command to a station. Secrets in its JSON parts are `***`; an API key sees what its `fields` name.
         */
        CommandShown: {
            /** Action */
            action: string;
            /** Answered At */
            answered_at: string | null;
            effect: components["schemas"]["Effect"];
            /**
             * Error
             * @description Why it failed or ended without an answer
             */
            error: string | null;
            /**
             * Expires At
             * @description It is never sent after this
             */
            expires_at: string | null;
            /** Force */
            force: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Late Response
             * @description An answer that came after the command had timed out
             */
            late_response: unknown;
            /** Payload */
            payload: {
                [key: string]: unknown;
            } | null;
            /**
             * Requested At
             * Format: date-time
             */
            requested_at: string;
            /** Requested By */
            requested_by: string | null;
            /**
             * Response
             * @description The payload of the station's CALLRESULT, as received
             */
            response: unknown;
            /** Sent At */
            sent_at: string | null;
            /** Station */
            station: string;
            status: components["schemas"]["CommandStatus"];
            /** Timeout Seconds */
            timeout_seconds: number;
            /**
             * When Offline
             * @enum {string}
             */
            when_offline: "fail" | "queue";
        };
        /**
         * CommandStatus
         * @description Where a command stands; everything but `QUEUED` and `SENT` is final.
         * @enum {string}
         */
        CommandStatus: "queued" | "sent" | "accepted" | "rejected" | "failed" | "timed_out" | "expired" | "cancelled";
        /**
         * CommandsGiven
         * @description The commands that were made, in the order in which they go out.
         */
        CommandsGiven: {
            /** Commands */
            commands: components["schemas"]["CommandShown"][];
        };
        /**
         * ConfigurationKeyShown
         * @description One configuration key of a station.
         */
        ConfigurationKeyShown: {
            /**
             * Drift
             * @description Whether the reported value differs from the wanted one; null if nobody knows
             */
            drift: boolean | null;
            /** Key */
            key: string;
            /**
             * Known
             * @description False: the station says that it has no such key
             */
            known: boolean | null;
            /** Readonly */
            readonly: boolean | null;
            /**
             * Reported At
             * @description Null: never reported
             */
            reported_at: string | null;
            /** @description Null too where the gateway asked by itself, or the command is forgotten */
            reported_by: components["schemas"]["ReporterShown"] | null;
            /**
             * Secret
             * @description Its value is a password: it is sent, never kept and never shown
             */
            secret: boolean;
            /** @description Null: a key of the vendor's own */
            standard: components["schemas"]["StandardKeyShown"] | null;
            /**
             * Value
             * @description As last reported; null if there is none, and for secrets
             */
            value: string | null;
            wanted: components["schemas"]["WantedShown"] | null;
        };
        /**
         * Connector
         * @description A connector. `available` is true only if a car can charge here now: online, `Available`, nothing blocked.
         */
        Connector: {
            /**
             * As Of
             * Format: date-time
             * @description Up to when this is known
             */
            as_of: string;
            /** Available */
            available: boolean;
            /**
             * Block Command
             * @description The last command that carried what `block_state` is about
             */
            block_command: string | null;
            /** @description How far the block, or lifting it, has got */
            block_state: components["schemas"]["BlockState"];
            /**
             * Blocked
             * @description The connector or its whole station is blocked
             */
            blocked: boolean;
            /** Blocked At */
            blocked_at: string | null;
            /**
             * Blocked By
             * @description Who blocked it, or its station
             */
            blocked_by: string | null;
            /** Connector Number */
            connector_number: number;
            /** Error Code */
            error_code: string;
            /** Info */
            info: string | null;
            /** Last Status Change */
            last_status_change: string | null;
            /**
             * Meter Value
             * @description Wh, the energy register
             */
            meter_value: number | null;
            /** Online */
            online: boolean;
            /**
             * Power W
             * @description W
             */
            power_w: number | null;
            /**
             * Soc Percent
             * @description State of charge of the car
             */
            soc_percent: number | null;
            /** Station */
            station: string;
            /** @description As last reported, also while the station is offline */
            status: components["schemas"]["ConnectorStatus"];
            /**
             * Transaction
             * @description The running transaction
             */
            transaction: string | null;
            /** Vendor Error Code */
            vendor_error_code: string | null;
        };
        /**
         * ConnectorCounts
         * @description Connectors of living stations, those that stand for a whole station aside.
         */
        ConnectorCounts: {
            /**
             * Available
             * @description A car can charge there now
             * @example 94
             */
            available: number;
            /**
             * Blocked
             * @example 2
             */
            blocked: number;
            /**
             * By Status
             * @description As last reported, also by stations that are offline now: what `GET /connectors?status=` lists
             * @example {
             *       "Available": 100,
             *       "Charging": 79
             *     }
             */
            by_status: {
                [key: string]: number;
            };
            /**
             * Charging
             * @description Of stations that are online
             * @example 79
             */
            charging: number;
            /**
             * Faulted
             * @description Of stations that are online
             * @example 3
             */
            faulted: number;
            /**
             * Total
             * @example 222
             */
            total: number;
        };
        /**
         * ConnectorStatus
         * @description The nine states of OCPP 1.6 and `UNKNOWN`, which holds from boot until the first report.
         * @enum {string}
         */
        ConnectorStatus: "Available" | "Preparing" | "Charging" | "SuspendedEV" | "SuspendedEVSE" | "Finishing" | "Reserved" | "Unavailable" | "Faulted" | "Unknown";
        /**
         * CountedFlag
         * @description A value and how many stations have it.
         */
        CountedFlag: {
            /**
             * Count
             * @example 119
             */
            count: number;
            /**
             * Value
             * @example true
             */
            value: boolean;
        };
        /**
         * CountedText
         * @description A value and how many stations have it; null is for those that have none.
         */
        CountedText: {
            /**
             * Count
             * @example 46
             */
            count: number;
            /**
             * Value
             * @example ACME
             */
            value: string | null;
        };
        /**
         * Counts
         * @description Stations by where they stand: `waiting` for their turn, `running`, `queued` until they connect, then final.
         */
        Counts: {
            /**
             * Accepted
             * @default 0
             */
            accepted?: number;
            /**
             * Cancelled
             * @default 0
             */
            cancelled?: number;
            /**
             * Expired
             * @default 0
             */
            expired?: number;
            /**
             * Failed
             * @default 0
             */
            failed?: number;
            /**
             * Queued
             * @default 0
             */
            queued?: number;
            /**
             * Rejected
             * @default 0
             */
            rejected?: number;
            /**
             * Running
             * @default 0
             */
            running?: number;
            /**
             * Timed Out
             * @default 0
             */
            timed_out?: number;
            /**
             * Waiting
             * @default 0
             */
            waiting?: number;
        };
        /**
         * Credential
         * @description How a waiting station is let in: with the password it showed, with one of ours, with the client certificate it
         *     showed, or for a time without any.
         * @enum {string}
         */
        Credential: "adopt" | "issue" | "certificate" | "none";
        /**
         * CredentialChange
         * @description What happened to a password, a security profile or a certificate; what the audit calls it is in `DEEDS`.
         * @enum {string}
         */
        CredentialChange: "password_set" | "password_offered" | "password_accepted" | "password_withdrawn" | "password_used" | "profile_set" | "profile_offered" | "profile_withdrawn" | "profile_raised" | "certificate_set";
        /**
         * CredentialEventShown
         * @description One change of a password, a security profile or a client certificate.
         */
        CredentialEventShown: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /**
             * By
             * @description Who did it; `gateway` where the station's own deeds or answers did
             */
            by: string;
            by_kind: components["schemas"]["ActorKind"];
            /**
             * Security Profile
             * @description The one that was set, offered or reached
             */
            security_profile: number | null;
            what: components["schemas"]["CredentialChange"];
        };
        /**
         * Credentials
         * @description E-mail address and password of a person.
         */
        Credentials: {
            /** Email */
            email: string;
            /** Password */
            password: string;
        };
        /**
         * DatabaseShown
         * @description The database.
         */
        DatabaseShown: {
            /**
             * Bytes
             * @description Of the whole database
             */
            bytes: number;
            /**
             * Kind
             * @example postgresql
             */
            kind: string;
            /**
             * Revision
             * @description Of the schema
             */
            revision: string | null;
            /**
             * Tables
             * @description The largest first, at most 20; none on SQLite, where measuring would read the whole file
             */
            tables: components["schemas"]["TableShown"][];
        };
        /**
         * Effect
         * @description Whether the station's own messages show that it did what it was told; independent of its answer.
         */
        Effect: {
            /** At */
            at: string | null;
            /**
             * Event
             * @description `started`, `ended`, `status`, `boot` or `message`
             */
            event: string | null;
            state: components["schemas"]["EffectState"];
        };
        /**
         * EffectKind
         * @description What shows that a command took effect; the names are those of the resource's `effect.event`.
         * @enum {string}
         */
        EffectKind: "started" | "ended" | "status" | "boot" | "message";
        /**
         * EffectState
         * @description Whether the station did what it was told, as far as its own messages show it.
         * @enum {string}
         */
        EffectState: "none" | "waiting" | "seen" | "not_seen";
        /**
         * FleetHistory
         * @description A curve of the fleet, the oldest point first.
         */
        FleetHistory: {
            /**
             * Points
             * @description A step in which no gateway ran has no point: that is a gap, not a zero
             */
            points: components["schemas"]["FleetPointShown"][];
            /**
             * Step Seconds
             * @description Distance of the points: 60 up to 3 hours, 300 up to 36 hours, 1800 above
             * @example 300
             */
            step_seconds: number;
        };
        /**
         * FleetPointShown
         * @description The fleet within one step of time that begins `at`.
         */
        FleetPointShown: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /**
             * Charging
             * @example 79
             */
            charging: number;
            /**
             * Connectors
             * @example 222
             */
            connectors: number;
            /**
             * Faulted
             * @example 3
             */
            faulted: number;
            /**
             * Online
             * @example 119
             */
            online: number;
            /**
             * Power W
             * @description W, the mean over the step
             * @example 5497000
             */
            power_w: number;
            /**
             * Stations
             * @description At the end of the step, like all counts
             * @example 124
             */
            stations: number;
        };
        /**
         * HourShown
         * @description Charges that started within one hour.
         */
        HourShown: {
            /**
             * Begin
             * Format: date-time
             */
            begin: string;
            /**
             * Energy Kwh
             * @description What they have taken up to now
             * @example 1514.2
             */
            energy_kwh: number;
            /**
             * Started
             * @example 71
             */
            started: number;
        };
        /**
         * IdTag
         * @description An id tag. `status` is what a station is told now: an accepted tag whose `expiry` has passed is `Expired`.
         */
        IdTag: {
            /**
             * Aliases
             * @description Other names of the tag, for stations and partners that write it otherwise
             */
            aliases: string[];
            /**
             * Concurrent
             * @description It may have more than one running transaction
             */
            concurrent: boolean;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expiry */
            expiry: string | null;
            /** Group */
            group: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Id Tag */
            id_tag: string;
            /** Note */
            note: string | null;
            /**
             * Parent
             * @description Group tag: tags with the same one may stop each other's transactions
             */
            parent: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "Accepted" | "Blocked" | "Expired" | "Invalid";
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * IdTagChanges
         * @description What to change; what is left out stays, null clears a text or the expiry. `aliases` replaces all of them.
         */
        IdTagChanges: {
            /** Aliases */
            aliases?: string[];
            /** Concurrent */
            concurrent?: boolean;
            /** Expiry */
            expiry?: string | null;
            /** Group */
            group?: string | null;
            /** Note */
            note?: string | null;
            /** Parent */
            parent?: string | null;
            /**
             * Status
             * @enum {string}
             */
            status?: "Accepted" | "Blocked" | "Expired" | "Invalid";
        };
        /**
         * IdTagGrant
         * @description Which id tags exist for a key: those it sees, and those it may start with.
         */
        IdTagGrant: {
            /**
             * All
             * @default false
             */
            all?: boolean;
            /** Groups */
            groups?: string[];
        };
        /**
         * ImportedIdTags
         * @description How many tags the table entered, changed, and found as they are.
         */
        ImportedIdTags: {
            /** Changed */
            changed: number;
            /** Created */
            created: number;
            /** Unchanged */
            unchanged: number;
        };
        /**
         * JobResult
         * @description One station of a job.
         */
        JobResult: {
            /**
             * Command
             * @description `id` of its command; null as long as it has none
             */
            command: string | null;
            /** Error */
            error: string | null;
            /** Station */
            station: string;
            status: components["schemas"]["ResultStatus"];
        };
        /**
         * JobStatus
         * @description Where a job stands.
         * @enum {string}
         */
        JobStatus: "running" | "cancelling" | "stopping" | "completed" | "cancelled" | "stopped";
        /**
         * KeyKind
         * @description What the text of a value spells.
         * @enum {string}
         */
        KeyKind: "boolean" | "integer" | "list" | "text";
        /**
         * KeyPermissions
         * @description What a key may do. What is left out is not granted.
         * @example {
         *       "commands": [
         *         "RemoteStartTransaction",
         *         "RemoteStopTransaction"
         *       ],
         *       "fields": {
         *         "transactions": [
         *           "id_tag"
         *         ]
         *       },
         *       "id_tags": {
         *         "all": false,
         *         "groups": [
         *           "fleet-7"
         *         ]
         *       },
         *       "requests_per_minute": 600,
         *       "scopes": [
         *         "stations:read",
         *         "connectors:read",
         *         "commands:write"
         *       ],
         *       "stations": {
         *         "all": false,
         *         "groups": [
         *           "site-a"
         *         ],
         *         "ids": [
         *           "CP-1"
         *         ]
         *       }
         *     }
         */
        KeyPermissions: {
            /**
             * Commands
             * @description Actions of OCPP that it may send, by whichever call; null: all of them
             */
            commands?: string[] | null;
            /**
             * Fields
             * @description Members that are null for keys unless named here. `stations`: `iccid`, `imsi`, `meter_serial_number`, `presented_certificate`, `remote_address`, `serial_number`; `transactions`: `id_tag`, `stop_id_tag`; `commands`: `late_response`, `payload`, `response`; `logs`: `payload`, `raw`, `violations`; `audit`: `after`, `before`, `remote_address`, `subject`
             */
            fields?: {
                [key: string]: string[];
            };
            id_tags?: components["schemas"]["IdTagGrant"];
            /**
             * Requests Per Minute
             * @default 600
             */
            requests_per_minute?: number;
            /** Scopes */
            scopes: ("api-keys:read" | "audit:read" | "commands:read" | "commands:write" | "connectors:read" | "events:read" | "id-tags:read" | "id-tags:write" | "logs:read" | "stations:read" | "stations:write" | "system:read" | "transactions:read" | "users:read")[];
            stations?: components["schemas"]["StationGrant"];
        };
        /**
         * LastFrame
         * @description The last message that broke the rule. `log` is its row in `/logs`, as long as the log is kept.
         */
        LastFrame: {
            /**
             * Excerpt
             * @description Where and what; never a secret. Null for a key whose `fields` do not name `violations` of `logs`
             */
            excerpt: string | null;
            /**
             * Log
             * @description Null for what was bent at the handshake
             */
            log: string | null;
        };
        /** ListPage[ActionShown] */
        ListPage_ActionShown_: {
            /** Items */
            items: components["schemas"]["ActionShown"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** ListPage[ApiKeyShown] */
        ListPage_ApiKeyShown_: {
            /** Items */
            items: components["schemas"]["ApiKeyShown"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** ListPage[AuditEntry] */
        ListPage_AuditEntry_: {
            /** Items */
            items: components["schemas"]["AuditEntry"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** ListPage[BulkJob] */
        ListPage_BulkJob_: {
            /** Items */
            items: components["schemas"]["BulkJob"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** ListPage[CommandShown] */
        ListPage_CommandShown_: {
            /** Items */
            items: components["schemas"]["CommandShown"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** ListPage[ConfigurationKeyShown] */
        ListPage_ConfigurationKeyShown_: {
            /** Items */
            items: components["schemas"]["ConfigurationKeyShown"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** ListPage[Connector] */
        ListPage_Connector_: {
            /** Items */
            items: components["schemas"]["Connector"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** ListPage[IdTag] */
        ListPage_IdTag_: {
            /** Items */
            items: components["schemas"]["IdTag"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** ListPage[JobResult] */
        ListPage_JobResult_: {
            /** Items */
            items: components["schemas"]["JobResult"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** ListPage[LogEntry] */
        ListPage_LogEntry_: {
            /** Items */
            items: components["schemas"]["LogEntry"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** ListPage[MeterValueWithSamples] */
        ListPage_MeterValueWithSamples_: {
            /** Items */
            items: components["schemas"]["MeterValueWithSamples"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** ListPage[Nonconformity] */
        ListPage_Nonconformity_: {
            /** Items */
            items: components["schemas"]["Nonconformity"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** ListPage[RefusedHandshake] */
        ListPage_RefusedHandshake_: {
            /** Items */
            items: components["schemas"]["RefusedHandshake"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** ListPage[SecurityEventShown] */
        ListPage_SecurityEventShown_: {
            /** Items */
            items: components["schemas"]["SecurityEventShown"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** ListPage[Station] */
        ListPage_Station_: {
            /** Items */
            items: components["schemas"]["Station"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** ListPage[Transaction] */
        ListPage_Transaction_: {
            /** Items */
            items: components["schemas"]["Transaction"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** ListPage[UserShown] */
        ListPage_UserShown_: {
            /** Items */
            items: components["schemas"]["UserShown"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Location
         * @description Where a station stands. Degrees (WGS 84), north and east positive.
         */
        Location: {
            /** Address */
            address?: string | null;
            /** Latitude */
            latitude?: number | null;
            /** Longitude */
            longitude?: number | null;
        };
        /**
         * LocationShown
         * @description Where a station stands. Degrees (WGS 84), north and east positive.
         */
        LocationShown: {
            /** Address */
            address?: string | null;
            /** Latitude */
            latitude?: number | null;
            /** Longitude */
            longitude?: number | null;
        };
        /**
         * LogEntry
         * @description One frame. `payload` equals the wire, secrets aside.
         */
        LogEntry: {
            /**
             * Action
             * @description Of the Call; a CallResult and a CallError carry it too
             */
            action: string;
            /** Connector */
            connector: number | null;
            /**
             * Direction
             * @description `in`: from the station
             * @enum {string}
             */
            direction: "in" | "out";
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Message Id */
            message_id: string;
            /**
             * Message Type
             * @enum {string}
             */
            message_type: "Call" | "CallResult" | "CallError";
            /** Payload */
            payload: unknown;
            /**
             * Raw
             * @description A frame that is not JSON, as text; `payload` is null then
             */
            raw: string | null;
            /** Station */
            station: string;
            /**
             * Timestamp
             * Format: date-time
             * @description When the gateway received or sent it
             */
            timestamp: string;
            /** Violations */
            violations: components["schemas"]["Violation"][];
        };
        /**
         * Me
         * @description The person who is signed in, or the owner of the API key.
         */
        Me: {
            /**
             * Api Key
             * @description The key that asked; the rest is about its owner
             */
            api_key?: string | null;
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Permissions */
            permissions: string[];
            role: components["schemas"]["Role"];
        };
        /**
         * MeterValueWithSamples
         * @description The readings of one moment.
         */
        MeterValueWithSamples: {
            /** Connector */
            connector: number;
            /** Context */
            context: string;
            /** Current A */
            current_a: number | null;
            /** Energy Wh */
            energy_wh: number | null;
            /**
             * Origin
             * @description `meter_values`, or `transaction_data` of the stop
             */
            origin: string;
            /** Power W */
            power_w: number | null;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /**
             * Sampled At
             * Format: date-time
             * @description The station's time, or the receipt time if that is not plausible
             */
            sampled_at: string;
            /** Samples */
            samples: components["schemas"]["Sample"][];
            /** Soc Percent */
            soc_percent: number | null;
            /** Voltage V */
            voltage_v: number | null;
        };
        /**
         * Methods
         * @description How people can sign in here.
         */
        Methods: {
            /**
             * Oidc
             * @description Where a browser begins to sign in through the identity provider
             */
            oidc: string | null;
            /** Password */
            password: boolean;
        };
        /**
         * NewApiKey
         * @description A key to make. Without `user_id` it belongs to the caller.
         */
        NewApiKey: {
            /** Expires At */
            expires_at?: string | null;
            /** Name */
            name: string;
            permissions: components["schemas"]["KeyPermissions"];
            /** User Id */
            user_id?: string | null;
        };
        /**
         * NewBulkCommand
         * @description An operation for many stations: those in `stations`, or those that `filter` finds at this moment.
         * @example {
         *       "action": "Reset",
         *       "expected_count": 12,
         *       "filter": {
         *         "group": "site-a",
         *         "online": true
         *       },
         *       "payload": {
         *         "type": "Soft"
         *       },
         *       "stop_after_failures": 3
         *     }
         * @example {
         *       "expected_count": 14,
         *       "filter": {
         *         "group": "site-a"
         *       },
         *       "wanted": "blocked"
         *     }
         */
        NewBulkCommand: {
            /**
             * Action
             * @description One of the 26 actions that OCPP 1.6 sends to stations; needed unless `wanted` is given
             */
            action?: string | null;
            /**
             * Concurrency
             * @description Stations that have a command on the way at once
             * @default 20
             */
            concurrency?: number;
            /**
             * Expected Count
             * @description 409 and nothing done if it means another number of stations
             */
            expected_count?: number | null;
            /**
             * Expires At
             * @description It is never sent after this. Left out: the timeout, or 24 hours with `when_offline` `queue`
             */
            expires_at?: string | null;
            filter?: components["schemas"]["StationsMeant"] | null;
            /**
             * Force
             * @description Send it although it does not fit the official schema
             * @default false
             */
            force?: boolean;
            /** Payload */
            payload?: {
                [key: string]: unknown;
            };
            /** Stations */
            stations?: string[] | null;
            /**
             * Stop After Failures
             * @description Send no more when so many stations have failed
             */
            stop_after_failures?: number | null;
            /**
             * Timeout Seconds
             * @description Seconds the station has to answer
             * @default 30
             */
            timeout_seconds?: number;
            /** @description In place of `action`: block or unblock the whole stations, as `POST …/connectors/0/block` does; the gateway keeps it, and stations that are away follow when they return */
            wanted?: components["schemas"]["WantedState-Input"] | null;
            /**
             * When Offline
             * @description Fail at once if the station is not connected, or wait for it until `expires_at`
             * @default fail
             * @enum {string}
             */
            when_offline?: "fail" | "queue";
        };
        /**
         * NewCommand
         * @description An operation for a station. The members of `payload` go out in the given order.
         * @example {
         *       "action": "Reset",
         *       "payload": {
         *         "type": "Soft"
         *       }
         *     }
         * @example {
         *       "action": "ChangeConfiguration",
         *       "payload": {
         *         "key": "MeterValueSampleInterval",
         *         "value": "60"
         *       },
         *       "when_offline": "queue"
         *     }
         */
        NewCommand: {
            /**
             * Action
             * @description One of the 26 actions that OCPP 1.6 sends to stations
             */
            action: string;
            /**
             * Expires At
             * @description It is never sent after this. Left out: the timeout, or 24 hours with `when_offline` `queue`
             */
            expires_at?: string | null;
            /**
             * Force
             * @description Send it although it does not fit the official schema
             * @default false
             */
            force?: boolean;
            /** Payload */
            payload?: {
                [key: string]: unknown;
            };
            /**
             * Timeout Seconds
             * @description Seconds the station has to answer
             * @default 30
             */
            timeout_seconds?: number;
            /**
             * When Offline
             * @description Fail at once if the station is not connected, or wait for it until `expires_at`
             * @default fail
             * @enum {string}
             */
            when_offline?: "fail" | "queue";
        };
        /**
         * NewIdTag
         * @description A tag to enter.
         */
        NewIdTag: {
            /** Aliases */
            aliases?: string[];
            /**
             * Concurrent
             * @default false
             */
            concurrent?: boolean;
            /** Expiry */
            expiry?: string | null;
            /** Group */
            group?: string | null;
            /** Id Tag */
            id_tag: string;
            /** Note */
            note?: string | null;
            /** Parent */
            parent?: string | null;
            /**
             * Status
             * @default Accepted
             * @enum {string}
             */
            status?: "Accepted" | "Blocked" | "Expired" | "Invalid";
        };
        /**
         * NewPassword
         * @description The password to store; left out, one is made.
         */
        NewPassword: {
            /** Password */
            password?: string | null;
        };
        /**
         * NewQuestion
         * @description Either `read` or `change`. Several changes go out one after the other, in the given order.
         * @example {
         *       "read": true
         *     }
         * @example {
         *       "read": [
         *         "HeartbeatInterval",
         *         "NumberOfConnectors"
         *       ]
         *     }
         * @example {
         *       "change": {
         *         "key": "HeartbeatInterval",
         *         "value": "300"
         *       }
         *     }
         */
        NewQuestion: {
            /** Change */
            change?: components["schemas"]["Change"] | components["schemas"]["Change"][] | null;
            /**
             * Expires At
             * @description It is never sent after this. Left out: the timeout, or 24 hours with `when_offline` `queue`
             */
            expires_at?: string | null;
            /**
             * Read
             * @description `true`: all keys; or the names of some
             */
            read?: true | string[] | null;
            /**
             * Timeout Seconds
             * @description Seconds the station has to answer
             * @default 30
             */
            timeout_seconds?: number;
            /**
             * When Offline
             * @description Fail at once if the station is not connected, or wait for it until `expires_at`
             * @default fail
             * @enum {string}
             */
            when_offline?: "fail" | "queue";
        };
        /**
         * NewReset
         * @description How to restart the station.
         */
        NewReset: {
            /**
             * Expires At
             * @description It is never sent after this. Left out: the timeout, or 24 hours with `when_offline` `queue`
             */
            expires_at?: string | null;
            /**
             * Timeout Seconds
             * @description Seconds the station has to answer
             * @default 30
             */
            timeout_seconds?: number;
            /** @default Soft */
            type?: components["schemas"]["ResetKind"];
            /**
             * When Offline
             * @description Fail at once if the station is not connected, or wait for it until `expires_at`
             * @default fail
             * @enum {string}
             */
            when_offline?: "fail" | "queue";
        };
        /**
         * NewStart
         * @description Who wants to charge.
         */
        NewStart: {
            /**
             * Expires At
             * @description It is never sent after this. Left out: the timeout, or 24 hours with `when_offline` `queue`
             */
            expires_at?: string | null;
            /** Id Tag */
            id_tag: string;
            /**
             * Timeout Seconds
             * @description Seconds the station has to answer
             * @default 30
             */
            timeout_seconds?: number;
            /**
             * When Offline
             * @description Fail at once if the station is not connected, or wait for it until `expires_at`
             * @default fail
             * @enum {string}
             */
            when_offline?: "fail" | "queue";
        };
        /**
         * NewStation
         * @description A station to add.
         *
         *     Without `security_profile` it is 1 with a password and 0 without. A station without password is let in only if
         *     profile 0 was asked for explicitly, for 30 days, or where registration is open.
         */
        NewStation: {
            /** Group */
            group?: string | null;
            location?: components["schemas"]["Location"] | null;
            /** Name */
            name?: string | null;
            /** Ocpp Id */
            ocpp_id: string;
            /** Password */
            password?: string | null;
            /** Security Profile */
            security_profile?: number | null;
        };
        /**
         * NewTrigger
         * @description Which message the station should send; `connector` for those about one.
         */
        NewTrigger: {
            /** Connector */
            connector?: number | null;
            /**
             * Expires At
             * @description It is never sent after this. Left out: the timeout, or 24 hours with `when_offline` `queue`
             */
            expires_at?: string | null;
            message: components["schemas"]["TriggeredMessage"];
            /**
             * Timeout Seconds
             * @description Seconds the station has to answer
             * @default 30
             */
            timeout_seconds?: number;
            /**
             * When Offline
             * @description Fail at once if the station is not connected, or wait for it until `expires_at`
             * @default fail
             * @enum {string}
             */
            when_offline?: "fail" | "queue";
        };
        /**
         * NewUser
         * @description A person to add. Without `password` one is made and shown once.
         */
        NewUser: {
            /** Email */
            email: string;
            /**
             * Name
             * @description The part of the address before the @ if left out
             */
            name?: string | null;
            /** Password */
            password?: string | null;
            /**
             * Role
             * @enum {string}
             */
            role: "admin" | "operator" | "viewer";
        };
        /**
         * NodeShown
         * @description One process of the gateway. It is forgotten a week after its last sign of life.
         */
        NodeShown: {
            /**
             * Alive
             * @description It has given a sign of life within 15 s and has not said goodbye
             */
            alive: boolean;
            /** Id */
            id: string;
            /**
             * Renewed At
             * Format: date-time
             * @description Its last sign of life
             */
            renewed_at: string;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /**
             * Stations
             * @description Stations that are online through it
             */
            stations: number;
            /**
             * Stopped At
             * @description When it said goodbye
             */
            stopped_at: string | null;
            /**
             * This
             * @description The node that answers
             */
            this: boolean;
        };
        /**
         * Nonconformity
         * @description One rule that the station broke and that the gateway tolerated.
         */
        Nonconformity: {
            /**
             * Count
             * @description Up to a minute behind while the station is connected
             */
            count: number;
            /**
             * First At
             * Format: date-time
             */
            first_at: string;
            /**
             * Last At
             * Format: date-time
             */
            last_at: string;
            last_frame: components["schemas"]["LastFrame"];
            /**
             * Meaning
             * @description What was bent, and how it was read nevertheless
             */
            meaning: string;
            /** Rule */
            rule: string;
        };
        /**
         * OfferedPassword
         * @description A password that the station was told to use and has not used yet. It is good beside the one in force.
         */
        OfferedPassword: {
            /**
             * Accepted
             * @description The station has said that it will use it; false: it has not answered
             */
            accepted: boolean;
        };
        /**
         * Overview
         * @description The fleet at one moment. `hours` are the last 24, each beginning at a full hour UTC.
         */
        Overview: {
            /**
             * As Of
             * Format: date-time
             * @description When it was counted. Answers are shared for a second, for longer if counting takes long
             */
            as_of: string;
            /**
             * Attention Counts
             * @description How many there are of each kind, whether listed or not
             * @example {
             *       "station_offline": 5
             *     }
             */
            attention_counts: {
                [key: string]: number;
            };
            connectors: components["schemas"]["ConnectorCounts"];
            /**
             * Day Start
             * Format: date-time
             */
            day_start: string;
            /**
             * Energy Today Kwh
             * @description kWh of the charges that started today, of running ones so far
             * @example 44210.5
             */
            energy_today_kwh: number;
            /** Hours */
            hours: components["schemas"]["HourShown"][];
            /**
             * Needs Attention
             * @description Most harm first, the newest of each kind first; at most 20 of a kind and 50 in all
             */
            needs_attention: components["schemas"]["Attention"][];
            /**
             * Power W
             * @description W, the last readings of all connectors that are online
             * @example 5497000
             */
            power_w: number;
            stations: components["schemas"]["StationCounts"];
            /**
             * Transactions Running
             * @example 79
             */
            transactions_running: number;
            /**
             * Transactions Today
             * @description Charges that started today
             * @example 1714
             */
            transactions_today: number;
        };
        /**
         * PasswordChange
         * @description The present password, and the one to have instead.
         */
        PasswordChange: {
            /** New Password */
            new_password: string;
            /** Old Password */
            old_password: string;
        };
        /**
         * Permission
         * @description What a route can ask for. The same words are the scopes of API keys.
         * @enum {string}
         */
        Permission: "stations:read" | "stations:write" | "connectors:read" | "transactions:read" | "logs:read" | "commands:read" | "commands:write" | "id-tags:read" | "id-tags:write" | "events:read" | "users:read" | "users:write" | "api-keys:read" | "api-keys:write" | "audit:read" | "system:read";
        /**
         * PresentedCertificate
         * @description A verified client certificate that the station showed when it knocked; `approve` can bind it.
         */
        PresentedCertificate: {
            /**
             * Fingerprint
             * @description SHA-256 in hex
             */
            fingerprint: string;
            /** Issuer */
            issuer: string;
            /**
             * Names
             * @description Common names and serial numbers in its subject
             */
            names: string[];
            /**
             * Not After
             * Format: date-time
             */
            not_after: string;
            /** Subject */
            subject: string;
        };
        /**
         * Problem
         * @description An error (RFC 9457). Programs go by `type`; some types have members of their own.
         */
        Problem: {
            /** @description What can be done instead (409) */
            choices?: string[];
            detail: string;
            /** @description What is wrong with the input */
            errors?: {
                code: string;
                field: string;
                in: string;
                message: string;
            }[];
            /** @description Under this id the log tells more (500) */
            instance?: string;
            not_ready?: {
                part: string;
                reason: string;
            }[];
            /** @description The permission that is missing (403) */
            permission?: string;
            status: number;
            title: string;
            /**
             * Format: uri-reference
             * @example /problems/malformed-request
             * @example /problems/unauthenticated
             * @example /problems/wrong-credentials
             * @example /problems/sign-in-ended
             * @example /problems/forbidden
             * @example /problems/foreign-origin
             * @example /problems/not-found
             * @example /problems/method-not-allowed
             * @example /problems/already-exists
             * @example /problems/charging
             * @example /problems/credential-needed
             * @example /problems/credential-exists
             * @example /problems/no-certificate
             * @example /problems/last-admin
             * @example /problems/owns-keys
             * @example /problems/revoked
             * @example /problems/refreshed-already
             * @example /problems/not-queued
             * @example /problems/not-running
             * @example /problems/count-differs
             * @example /problems/job-running
             * @example /problems/job-ended
             * @example /problems/payload-forgotten
             * @example /problems/in-progress
             * @example /problems/answer-lost
             * @example /problems/edited-meanwhile
             * @example /problems/content-too-large
             * @example /problems/unsupported-media-type
             * @example /problems/validation
             * @example /problems/idempotency-key-reused
             * @example /problems/invalid-cursor
             * @example /problems/rate-limited
             * @example /problems/feed-protocol
             * @example /problems/too-many-attempts
             * @example /problems/internal-error
             * @example /problems/busy
             * @example /problems/storage-unavailable
             * @example /problems/not-ready
             */
            type: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * Quirks
         * @description How this station is treated differently; what is left out follows the profile of its model.
         */
        Quirks: {
            /**
             * Accept Vendors
             * @description Vendor ids whose DataTransfer is accepted (Q61); `*` is all
             */
            accept_vendors?: string[] | null;
            /**
             * Any Answer Id
             * @description Take an answer with another message id if it fits the only open CALL (Q30)
             */
            any_answer_id?: boolean | null;
            /**
             * Energy Unit
             * @description What its energy samples are counted in, whatever they are labelled (Q56)
             */
            energy_unit?: ("Wh" | "kWh") | null;
            /**
             * Local Time As Utc
             * @description It labels local time `Z` (Q40); needs `time_zone`
             */
            local_time_as_utc?: boolean | null;
            /**
             * Named Configuration
             * @description Never ask it for all configuration keys at once: that crashes it (Q58)
             */
            named_configuration?: boolean | null;
            /**
             * Ping
             * @description False: it does not bear WebSocket pings (Q10)
             */
            ping?: boolean | null;
            /**
             * Time Zone
             * @description Zone of times that name none (Q38), as Europe/Berlin or +02:00
             */
            time_zone?: string | null;
        };
        /**
         * QuirksInEffect
         * @description Every switch as it is now.
         */
        QuirksInEffect: {
            /** Accept Vendors */
            accept_vendors: string[];
            /** Any Answer Id */
            any_answer_id: boolean;
            /** Energy Unit */
            energy_unit: string | null;
            /** Local Time As Utc */
            local_time_as_utc: boolean;
            /** Named Configuration */
            named_configuration: boolean;
            /** Ping */
            ping: boolean;
            /** Time Zone */
            time_zone: string | null;
        };
        /**
         * Ready
         * @description Stations and people can be served.
         */
        Ready: {
            /**
             * Status
             * @default ready
             * @constant
             */
            status?: "ready";
        };
        /**
         * RefusalReason
         * @description Every reason for which a connection is not let in. Fixed words: they serve as the label of a metric.
         * @enum {string}
         */
        RefusalReason: "malformed_request" | "request_too_large" | "no_upgrade" | "bad_version" | "bad_key" | "bad_path" | "no_common_subprotocol" | "timed_out" | "not_tls" | "tls_failed" | "tls_timed_out" | "client_certificate_invalid" | "gone" | "too_many_pending" | "too_many_from_address" | "draining" | "unknown_station" | "identity_differs_in_case" | "identity_not_allowed" | "stranger_limit" | "rejected_station" | "no_credentials" | "malformed_credentials" | "user_is_not_identity" | "wrong_password" | "too_many_attempts" | "no_client_certificate" | "unreadable_certificate" | "certificate_of_another" | "below_security_profile" | "password_checks_busy" | "storage_away" | "archived_station" | "old_connection_alive" | "take_overs_held" | "replaced_while_opening" | "internal_failure";
        /**
         * RefusedHandshake
         * @description A connection that was not let in; `times` counts equal ones that came shortly after another.
         */
        RefusedHandshake: {
            /**
             * At
             * Format: date-time
             * @description Of the last one, if there were several
             */
            at: string;
            /** Detail */
            detail: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Reason
             * @description The real reason, one of a fixed set of words
             */
            reason: string;
            /**
             * Remote Address
             * @description Null for an API key whose `fields` do not name `remote_address` of `stations`
             */
            remote_address: string | null;
            /**
             * Station
             * @description The identity that was claimed; null if it never came to that
             */
            station: string | null;
            /**
             * Status
             * @description HTTP status that was answered; 0: none, for example inside TLS
             */
            status: number;
            /** Times */
            times: number;
        };
        /**
         * Registration
         * @description Whether a station may take part: nobody decided yet, let in, or turned away.
         * @enum {string}
         */
        Registration: "pending" | "accepted" | "rejected";
        /**
         * ReplacedPassword
         * @description The password to store; left out, one is made.
         */
        ReplacedPassword: {
            /** Password */
            password?: string | null;
        };
        /**
         * ReporterShown
         * @description The command whose answer told the value.
         */
        ReporterShown: {
            /** Action */
            action: string;
            /** By */
            by: string | null;
            /**
             * Command
             * Format: uuid
             */
            command: string;
        };
        /**
         * ResetKind
         * @description `Soft` ends transactions first; `Hard` is the last resort and may lose what the station has not sent.
         * @enum {string}
         */
        ResetKind: "Soft" | "Hard";
        /**
         * ResultStatus
         * @description Where one station of a job stands; the last six are the final states of its command.
         * @enum {string}
         */
        ResultStatus: "waiting" | "running" | "queued" | "accepted" | "rejected" | "failed" | "timed_out" | "expired" | "cancelled";
        /**
         * Role
         * @description What somebody may do, by job. `PARTNER` is the service user of a partner: it owns keys and never signs in.
         * @enum {string}
         */
        Role: "admin" | "operator" | "viewer" | "partner";
        /**
         * Sample
         * @description One sampled value: normalised, and as it was sent (`raw_…`).
         */
        Sample: {
            /** Context */
            context: string | null;
            /** Format */
            format: string | null;
            /** Location */
            location: string | null;
            /** Measurand */
            measurand: string;
            /** Phase */
            phase: string | null;
            /** Raw Unit */
            raw_unit: string | null;
            /** Raw Value */
            raw_value: string;
            /** Unit */
            unit: string | null;
            /** Value */
            value: number | null;
        };
        /**
         * SecurityEventShown
         * @description One security event of a station.
         */
        SecurityEventShown: {
            /**
             * Critical
             * @description Whether the whitepaper calls this type critical
             */
            critical: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Origin
             * @description `station`: it reported it; `gateway`: the gateway noticed it
             */
            origin: string;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /** Station */
            station: string;
            /** Tech Info */
            tech_info: string | null;
            /**
             * Timestamp
             * Format: date-time
             * @description The station's own time, or that of the receipt if it is implausible
             */
            timestamp: string;
            /**
             * Type
             * @description One of the types of the OCPP 1.6 security whitepaper, or any other text
             */
            type: string;
        };
        /**
         * Sending
         * @description When a command may be sent, and how long its answer is waited for.
         */
        Sending: {
            /**
             * Expires At
             * @description It is never sent after this. Left out: the timeout, or 24 hours with `when_offline` `queue`
             */
            expires_at?: string | null;
            /**
             * Timeout Seconds
             * @description Seconds the station has to answer
             * @default 30
             */
            timeout_seconds?: number;
            /**
             * When Offline
             * @description Fail at once if the station is not connected, or wait for it until `expires_at`
             * @default fail
             * @enum {string}
             */
            when_offline?: "fail" | "queue";
        };
        /**
         * StandardKeyShown
         * @description What the specification says of a key.
         */
        StandardKeyShown: {
            /** @description What the text of a value spells; items of a `list` are joined by commas */
            kind: components["schemas"]["KeyKind"];
            /**
             * Unit
             * @description Of a number: `s`, `%` or `Wh`
             */
            unit: string | null;
        };
        /**
         * Station
         * @description A charging station. `status` is that of its connector 0 and stays as it was while the station is offline.
         */
        Station: {
            /** @description How far the block of the whole station, or lifting it, has got */
            block_state: components["schemas"]["BlockState"];
            /**
             * Blocked
             * @description The whole station is blocked; its connectors can be blocked by themselves
             */
            blocked: boolean;
            /** Blocked At */
            blocked_at: string | null;
            /** Blocked By */
            blocked_by: string | null;
            /** @description Null: with profile 3, any certificate of a known authority that names the identity */
            certificate: components["schemas"]["CertificateBindingShown"] | null;
            /** Connected At */
            connected_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Diagnostics Status */
            diagnostics_status: string | null;
            /** Firmware Status */
            firmware_status: string | null;
            /** Firmware Version */
            firmware_version: string | null;
            /** Group */
            group: string | null;
            /**
             * Has Password
             * @description A password is stored; the station is never admitted without it
             */
            has_password: boolean;
            /** Iccid */
            iccid: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Imsi */
            imsi: string | null;
            /** Last Boot At */
            last_boot_at: string | null;
            /** Last Heartbeat */
            last_heartbeat: string | null;
            /** Last Message At */
            last_message_at: string | null;
            location: components["schemas"]["LocationShown"] | null;
            /** Meter Serial Number */
            meter_serial_number: string | null;
            /** Meter Type */
            meter_type: string | null;
            /** Model */
            model: string | null;
            /** Name */
            name: string | null;
            /** Ocpp Id */
            ocpp_id: string;
            /** Ocpp Version */
            ocpp_version: string | null;
            /** Online */
            online: boolean;
            presented_certificate: components["schemas"]["PresentedCertificate"] | null;
            /**
             * Presented Password
             * @description It showed a password when it knocked, which `approve` can adopt
             */
            presented_password: boolean;
            /**
             * Quirk Profiles
             * @description Names of the known models that it fits
             */
            quirk_profiles: string[];
            /** @description What was decided for this station, over the profile of its model */
            quirks: components["schemas"]["Quirks"];
            /** @description Profile of the model and `quirks` together */
            quirks_in_effect: components["schemas"]["QuirksInEffect"];
            /**
             * Raised Profile
             * @description The highest one offered to it; in force, and lower ones refused, as soon as it comes with it
             */
            raised_profile: number | null;
            registration: components["schemas"]["Registration"];
            /**
             * Remote Address
             * @description Where it last connected from
             */
            remote_address: string | null;
            /** Security Profile */
            security_profile: number;
            /** Serial Number */
            serial_number: string | null;
            status: components["schemas"]["ConnectorStatus"];
            /**
             * Unauthenticated Until
             * @description Until then it may come without authentication
             */
            unauthenticated_until: string | null;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /**
             * Validation
             * @description Null: as the listener is
             */
            validation: ("strict" | "lenient") | null;
            /** Vendor */
            vendor: string | null;
        };
        /**
         * StationApproved
         * @description A station that was let in; `password` is the one made for it, shown this once.
         */
        StationApproved: {
            /** @description How far the block of the whole station, or lifting it, has got */
            block_state: components["schemas"]["BlockState"];
            /**
             * Blocked
             * @description The whole station is blocked; its connectors can be blocked by themselves
             */
            blocked: boolean;
            /** Blocked At */
            blocked_at: string | null;
            /** Blocked By */
            blocked_by: string | null;
            /** @description Null: with profile 3, any certificate of a known authority that names the identity */
            certificate: components["schemas"]["CertificateBindingShown"] | null;
            /** Connected At */
            connected_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Diagnostics Status */
            diagnostics_status: string | null;
            /** Firmware Status */
            firmware_status: string | null;
            /** Firmware Version */
            firmware_version: string | null;
            /** Group */
            group: string | null;
            /**
             * Has Password
             * @description A password is stored; the station is never admitted without it
             */
            has_password: boolean;
            /** Iccid */
            iccid: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Imsi */
            imsi: string | null;
            /** Last Boot At */
            last_boot_at: string | null;
            /** Last Heartbeat */
            last_heartbeat: string | null;
            /** Last Message At */
            last_message_at: string | null;
            location: components["schemas"]["LocationShown"] | null;
            /** Meter Serial Number */
            meter_serial_number: string | null;
            /** Meter Type */
            meter_type: string | null;
            /** Model */
            model: string | null;
            /** Name */
            name: string | null;
            /** Ocpp Id */
            ocpp_id: string;
            /** Ocpp Version */
            ocpp_version: string | null;
            /** Online */
            online: boolean;
            /** Password */
            password?: string | null;
            presented_certificate: components["schemas"]["PresentedCertificate"] | null;
            /**
             * Presented Password
             * @description It showed a password when it knocked, which `approve` can adopt
             */
            presented_password: boolean;
            /**
             * Quirk Profiles
             * @description Names of the known models that it fits
             */
            quirk_profiles: string[];
            /** @description What was decided for this station, over the profile of its model */
            quirks: components["schemas"]["Quirks"];
            /** @description Profile of the model and `quirks` together */
            quirks_in_effect: components["schemas"]["QuirksInEffect"];
            /**
             * Raised Profile
             * @description The highest one offered to it; in force, and lower ones refused, as soon as it comes with it
             */
            raised_profile: number | null;
            registration: components["schemas"]["Registration"];
            /**
             * Remote Address
             * @description Where it last connected from
             */
            remote_address: string | null;
            /** Security Profile */
            security_profile: number;
            /** Serial Number */
            serial_number: string | null;
            status: components["schemas"]["ConnectorStatus"];
            /**
             * Unauthenticated Until
             * @description Until then it may come without authentication
             */
            unauthenticated_until: string | null;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /**
             * Validation
             * @description Null: as the listener is
             */
            validation: ("strict" | "lenient") | null;
            /** Vendor */
            vendor: string | null;
        };
        /**
         * StationChanges
         * @description What to change; what is left out stays, null clears `name`, `group`, `location`, `certificate` and `validation`.
         *
         *     `quirks` replaces all that was decided before; null or an empty object leaves the profile of the model alone.
         */
        StationChanges: {
            certificate?: components["schemas"]["CertificateBinding"] | null;
            /** Group */
            group?: string | null;
            location?: components["schemas"]["Location"] | null;
            /** Name */
            name?: string | null;
            quirks?: components["schemas"]["Quirks"] | null;
            registration?: components["schemas"]["Registration"];
            /**
             * Security Profile
             * @description Security profile 0 to 3
             */
            security_profile?: number;
            /** Validation */
            validation?: ("strict" | "lenient") | null;
        };
        /**
         * StationCounts
         * @description Living stations. `faulted` are online and report themselves as a whole as faulted.
         */
        StationCounts: {
            /**
             * Faulted
             * @example 1
             */
            faulted: number;
            /**
             * Offline
             * @example 5
             */
            offline: number;
            /**
             * Online
             * @example 119
             */
            online: number;
            /**
             * Pending
             * @description Waiting for a decision
             * @example 3
             */
            pending: number;
            /**
             * Total
             * @example 124
             */
            total: number;
        };
        /**
         * StationCredentials
         * @description How a station proves itself. No password is ever shown.
         */
        StationCredentials: {
            /** Has Password */
            has_password: boolean;
            /**
             * History
             * @description The newest changes, newest first
             */
            history: components["schemas"]["CredentialEventShown"][];
            /**
             * Offered
             * @description Oldest first. Empty: no rotation is under way, the one in force alone is good
             */
            offered: components["schemas"]["OfferedPassword"][];
        };
        /**
         * StationFacets
         * @description For each filter its values and what they would find, the largest first, at most 100.
         *
         *     A filter that is set itself does not narrow its own values: they are what could be chosen in its place.
         */
        StationFacets: {
            /**
             * As Of
             * Format: date-time
             * @description When it was counted; answers are shared for some seconds
             */
            as_of: string;
            /**
             * Complete
             * @description False: there are more stations than are counted at once (250,000)
             */
            complete: boolean;
            /** Group */
            group: components["schemas"]["CountedText"][];
            /** Model */
            model: components["schemas"]["CountedText"][];
            /** Online */
            online: components["schemas"]["CountedFlag"][];
            /** Registration */
            registration: components["schemas"]["CountedText"][];
            /** Status */
            status: components["schemas"]["CountedText"][];
            /**
             * Total
             * @description Stations that all filters together find
             * @example 124
             */
            total: number;
            /** Vendor */
            vendor: components["schemas"]["CountedText"][];
        };
        /**
         * StationGrant
         * @description Which stations exist for a key.
         */
        StationGrant: {
            /**
             * All
             * @default false
             */
            all?: boolean;
            /** Groups */
            groups?: string[];
            /**
             * Ids
             * @description Identities; upper and lower case do not differ
             */
            ids?: string[];
        };
        /**
         * StationMap
         * @description Clusters of the cells that the box touches.
         */
        StationMap: {
            /**
             * As Of
             * Format: date-time
             * @description When it was counted. Answers are shared for a second, for longer if counting takes long
             */
            as_of: string;
            /** Clusters */
            clusters: components["schemas"]["ClusterShown"][];
            /**
             * Placed
             * @description Stations with coordinates, wherever they are
             * @example 119
             */
            placed: number;
            /**
             * Without Place
             * @description Stations without
             * @example 5
             */
            without_place: number;
        };
        /**
         * StationPassword
         * @description `password` is the one that was made, shown this once; null if it was given.
         */
        StationPassword: {
            /** Password */
            password: string | null;
            /** Station */
            station: string;
        };
        /**
         * StationsMeant
         * @description The filters of `GET /stations`; an empty one means all stations.
         */
        StationsMeant: {
            /** Group */
            group?: string | null;
            /** Model */
            model?: string | null;
            /** Online */
            online?: boolean | null;
            /**
             * Q
             * @description Part of identity or name, case aside
             */
            q?: string | null;
            registration?: components["schemas"]["Registration"] | null;
            status?: components["schemas"]["ConnectorStatus"] | null;
            /** Vendor */
            vendor?: string | null;
        };
        /**
         * SubjectKind
         * @description Kinds of things that people change.
         * @enum {string}
         */
        SubjectKind: "station" | "connector" | "command" | "id_tag" | "user" | "api_key" | "job";
        /**
         * System
         * @description The installation.
         */
        System: {
            addresses: components["schemas"]["AddressesShown"];
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            database: components["schemas"]["DatabaseShown"];
            node: components["schemas"]["ThisNodeShown"];
            /**
             * Nodes
             * @description The newest first
             */
            nodes: components["schemas"]["NodeShown"][];
            /**
             * Registration
             * @description What happens to a station that nobody added: `pending`, `open` or `closed`
             */
            registration: string;
            /**
             * Version
             * @example 0.4.0
             */
            version: string;
            waiting: components["schemas"]["WaitingShown"];
        };
        /**
         * TableShown
         * @description A table with its indexes and partitions.
         */
        TableShown: {
            /** Bytes */
            bytes: number;
            /** Name */
            name: string;
            /**
             * Rows
             * @description The database's own estimate
             */
            rows: number;
        };
        /**
         * ThisNodeShown
         * @description The node that answers, at this moment.
         */
        ThisNodeShown: {
            /**
             * Accepting
             * @description Whether new stations can come in
             */
            accepting: boolean;
            /**
             * Connections
             * @description Open connections of stations
             */
            connections: number;
            /**
             * Draining
             * @description Whether it is being stopped
             */
            draining: boolean;
            /**
             * Feed Lag Seconds
             * @description Age of the newest event at its last delivery to feeds
             */
            feed_lag_seconds: number;
            /**
             * Feed Subscribers
             * @description Open live feeds
             */
            feed_subscribers: number;
            /** Id */
            id: string;
            /**
             * Journal Load
             * @description How full the journal's queue is, 0 to 1
             * @example 0.02
             */
            journal_load: number;
            /**
             * Journal Outages
             * @description How often the database was away since the start
             */
            journal_outages: number;
            /**
             * Known Stations
             * @description Stations that may connect
             */
            known_stations: number;
            /**
             * Redis
             * @description Whether other nodes can be reached; null without Redis
             */
            redis: boolean | null;
            /**
             * Refused Handshakes
             * @description Since the start
             */
            refused_handshakes: number;
        };
        /**
         * Ticket
         * @description Offer it as subprotocol `ogw.ticket.<ticket>` beside `ogw.feed.v1`.
         */
        Ticket: {
            /**
             * Expires In
             * @description Seconds
             */
            expires_in: number;
            /** Ticket */
            ticket: string;
        };
        /**
         * TilesShown
         * @description A server of map tiles that the settings name; without one the map is the outline of the countries.
         */
        TilesShown: {
            /**
             * Attribution
             * @description Whose map it is, to be shown beside it
             */
            attribution: string;
            /**
             * Url
             * @description Template with {z}, {x} and {y}
             * @example https://tiles.example.com/{z}/{x}/{y}.png
             */
            url: string | null;
        };
        /**
         * Transaction
         * @description A transaction. Times are the station's own; meters in Wh, the total in kWh.
         */
        Transaction: {
            /** Connector */
            connector: number | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * End Meter
             * @description Wh
             */
            end_meter: number | null;
            /** End Time */
            end_time: string | null;
            /**
             * Estimated
             * @description Members whose value the gateway had to assume
             */
            estimated: string[];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Id Tag */
            id_tag: string | null;
            /**
             * Id Tag Status
             * @description What the station was told about the tag
             */
            id_tag_status: string | null;
            /** Reservation Id */
            reservation_id: number | null;
            /**
             * Start Meter
             * @description Wh
             */
            start_meter: number | null;
            /** Start Time */
            start_time: string | null;
            /** Station */
            station: string;
            /**
             * Status
             * @enum {string}
             */
            status: "active" | "completed" | "interrupted" | "unmatched";
            /** Stop Id Tag */
            stop_id_tag: string | null;
            /** Stop Reason */
            stop_reason: string | null;
            /**
             * Total Kwh
             * @description kWh; of a running transaction its energy so far
             */
            total_kwh: number | null;
            /**
             * Transaction Id
             * @description The number the station was given (OCPP 1.6), written out
             */
            transaction_id: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * TriggeredMessage
         * @description What a station of OCPP 1.6 can be asked for.
         * @enum {string}
         */
        TriggeredMessage: "BootNotification" | "DiagnosticsStatusNotification" | "FirmwareStatusNotification" | "Heartbeat" | "MeterValues" | "StatusNotification";
        /**
         * UserChanges
         * @description What to change; what is left out stays. A disabled person is signed out, and their keys stop working.
         */
        UserChanges: {
            /** Disabled */
            disabled?: boolean;
            /** Name */
            name?: string;
            /**
             * Role
             * @enum {string}
             */
            role?: "admin" | "operator" | "viewer";
        };
        /**
         * UserCreated
         * @description A person who was added; `password` is the one that was made, shown this once; null if it was given.
         */
        UserCreated: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Disabled */
            disabled: boolean;
            /** Disabled At */
            disabled_at: string | null;
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Password */
            password: string | null;
            role: components["schemas"]["Role"];
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * UserPassword
         * @description `password` is the one that was made, shown this once; null if it was given.
         */
        UserPassword: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Password */
            password: string | null;
        };
        /**
         * UserShown
         * @description A person, or the service user of a partner, which owns keys and cannot sign in.
         */
        UserShown: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Disabled */
            disabled: boolean;
            /** Disabled At */
            disabled_at: string | null;
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            role: components["schemas"]["Role"];
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
        };
        /**
         * Violation
         * @description A rule of the protocol that the frame breaks.
         */
        Violation: {
            /** Detail */
            detail: string;
            /** Rule */
            rule: string;
            /** Where */
            where: string;
        };
        /**
         * WaitingShown
         * @description What waits in the database.
         */
        WaitingShown: {
            /**
             * Commands Queued
             * @description For their station
             */
            commands_queued: number;
            /**
             * Commands Sent
             * @description For the answer of their station
             */
            commands_sent: number;
            /** Jobs Running */
            jobs_running: number;
            /**
             * Messages Quarantined
             * @description Messages of stations that could not be stored
             */
            messages_quarantined: number;
        };
        /**
         * WantedShown
         * @description The value that somebody wants, and what became of the command that carries it.
         */
        WantedShown: {
            /**
             * Answer
             * @description The station's own word: `Accepted`, `RebootRequired`, `Rejected` or `NotSupported`
             */
            answer: string | null;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** By */
            by: string | null;
            /**
             * Command
             * Format: uuid
             */
            command: string;
            /**
             * Error
             * @description Why it never reached the station, or ended without an answer
             */
            error: string | null;
            /**
             * Sent At
             * @description Null: not sent yet, or never
             */
            sent_at: string | null;
            /** @description `refused`: the station declined; `reboot_required`: it counts from the next boot; `unknown`: no answer came, or the command is forgotten by now */
            state: components["schemas"]["ocpp_gateway__operations__configuration__WantedState"];
            /** Value */
            value: string;
        };
        /**
         * WantedState
         * @description What a job may want of stations, beside sending them a command.
         * @enum {string}
         */
        "WantedState-Input": "blocked" | "unblocked";
        /**
         * WantedState
         * @description What a job may want of stations, beside sending them a command.
         * @enum {string}
         */
        ocpp_gateway__charging__jobs__WantedState: "blocked" | "unblocked";
        /**
         * WantedState
         * @description What has become of a wanted value.
         * @enum {string}
         */
        ocpp_gateway__operations__configuration__WantedState: "pending" | "accepted" | "reboot_required" | "refused" | "failed" | "unknown";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_actions: {
        parameters: {
            query?: {
                /** @description Of this version only */
                ocpp_version?: string | null;
            };
            header?: {
                /** @description The `ETag` that is kept; 304 if it is still the same */
                "If-None-Match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_ActionShown_"];
                };
            };
            /** @description What is kept is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_action: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that is kept; 304 if it is still the same */
                "If-None-Match"?: string | null;
            };
            path: {
                /** @description As OCPP spells it: upper and lower case differ */
                action: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionShown"];
                };
            };
            /** @description What is kept is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_api_keys: {
        parameters: {
            query?: {
                /** @description Keys of this owner */
                user_id?: string | null;
                /** @description How many items at most */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters; leave it out to begin */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_ApiKeyShown_"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_api_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "expires_at": "2030-01-01T00:00:00Z",
                 *       "name": "billing",
                 *       "permissions": {
                 *         "fields": {
                 *           "transactions": [
                 *             "id_tag"
                 *           ]
                 *         },
                 *         "requests_per_minute": 600,
                 *         "scopes": [
                 *           "stations:read",
                 *           "transactions:read"
                 *         ],
                 *         "stations": {
                 *           "all": false,
                 *           "groups": [
                 *             "site-a"
                 *           ],
                 *           "ids": [
                 *             "CP-1"
                 *           ]
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyCreated"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` of the key */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyShown"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_api_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read; 412 if somebody has edited it since */
                "if-match"?: string | null;
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description `id` of the key */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edit_api_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read; 412 if somebody has edited it since */
                "if-match"?: string | null;
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description `id` of the key */
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "expires_at": "2030-01-01T00:00:00Z",
                 *       "name": "billing (old)"
                 *     }
                 */
                "application/json": components["schemas"]["ApiKeyChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyShown"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody else has edited it */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_audit: {
        parameters: {
            query?: {
                /** @description Identity of a station, also of an archived one */
                station?: string | null;
                /** @description E-mail address, name of an API key, `gateway`, `command line` */
                actor?: string | null;
                /** @description For example `station.approved` */
                action?: string | null;
                subject?: string | null;
                from?: string | null;
                /** @description Itself not included */
                to?: string | null;
                /** @description How many items at most */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters; leave it out to begin */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_AuditEntry_"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_audit: {
        parameters: {
            query?: {
                /** @description Identity of a station, also of an archived one */
                station?: string | null;
                /** @description E-mail address, name of an API key, `gateway`, `command line` */
                actor?: string | null;
                /** @description For example `station.approved` */
                action?: string | null;
                subject?: string | null;
                from?: string | null;
                /** @description Itself not included */
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table, as an attachment; the first line names the columns */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessToken"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logout_everywhere: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_methods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Methods"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    return_from_provider: {
        parameters: {
            query?: {
                code?: string | null;
                state?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The browser goes on */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Nobody was signed in: a page that says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity provider does not answer: a page */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_at_provider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The browser goes on */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Nobody was signed in: a page that says why */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The identity provider does not answer: a page */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "new_password": "staple of the second horse",
                 *       "old_password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessToken"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_commands: {
        parameters: {
            query?: {
                /** @description Identity of a station, also of an archived one */
                station?: string | null;
                action?: string | null;
                status?: components["schemas"]["CommandStatus"] | null;
                /** @description How many items at most */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters; leave it out to begin */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_CommandShown_"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_command: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` of the command */
                command: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_command: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description `id` of the command */
                command: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_connectors: {
        parameters: {
            query?: {
                /** @description As last reported, also while the station is offline */
                status?: components["schemas"]["ConnectorStatus"] | null;
                /** @description Whether a car can charge there now */
                available?: boolean | null;
                /** @description Whether the connector or its whole station is blocked */
                blocked?: boolean | null;
                /** @description Identity of a station */
                station?: string | null;
                /** @description Exactly this group of stations */
                group?: string | null;
                /** @description How many items at most */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters; leave it out to begin */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_Connector_"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_ticket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_id_tags: {
        parameters: {
            query?: {
                /** @description What a station is told now: an `expiry` that has passed is `Expired` */
                status?: ("Accepted" | "Blocked" | "Expired" | "Invalid") | null;
                /** @description Exactly this group */
                group?: string | null;
                /** @description Part of tag or note, case aside */
                q?: string | null;
                /** @description How many items at most */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters; leave it out to begin */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_IdTag_"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_id_tag: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "aliases": [
                 *         "80E6D5C4B3A204"
                 *       ],
                 *       "expiry": "2030-01-01T00:00:00Z",
                 *       "group": "fleet-7",
                 *       "id_tag": "04A2B3C4D5E680",
                 *       "note": "Ada's card",
                 *       "status": "Accepted"
                 *     }
                 */
                "application/json": components["schemas"]["NewIdTag"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdTag"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_id_tags: {
        parameters: {
            query?: {
                /** @description What a station is told now: an `expiry` that has passed is `Expired` */
                status?: ("Accepted" | "Blocked" | "Expired" | "Invalid") | null;
                /** @description Exactly this group */
                group?: string | null;
                /** @description Part of tag or note, case aside */
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table, as an attachment; the first line names the columns */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import_id_tags: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example id_tag,status,group
                 *     04A2B3C4D5E680,Accepted,fleet-7
                 *     04A2B3C4D5E681,Blocked,fleet-7
                 */
                "text/csv": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportedIdTags"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_id_tag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tag; upper and lower case do not differ */
                id_tag: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdTag"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_id_tag: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read; 412 if somebody has edited it since */
                "if-match"?: string | null;
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The tag; upper and lower case do not differ */
                id_tag: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edit_id_tag: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read; 412 if somebody has edited it since */
                "if-match"?: string | null;
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The tag; upper and lower case do not differ */
                id_tag: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "note": "lost on 2026-11-23",
                 *       "status": "Blocked"
                 *     }
                 */
                "application/json": components["schemas"]["IdTagChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdTag"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody else has edited it */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_jobs: {
        parameters: {
            query?: {
                /** @description How many items at most */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters; leave it out to begin */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_BulkJob_"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_job: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBulkCommand"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkJob"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` of the job */
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkJob"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancel_job: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description `id` of the job */
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkJob"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_job_results: {
        parameters: {
            query?: {
                /** @description How many items at most */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters; leave it out to begin */
                cursor?: string | null;
                status?: components["schemas"]["ResultStatus"] | null;
            };
            header?: never;
            path: {
                /** @description `id` of the job */
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_JobResult_"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retry_job: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description `id` of the job */
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkJob"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_logs: {
        parameters: {
            query?: {
                /** @description Identity of a station, also of an archived one */
                station?: string | null;
                /** @description Exactly this action; of an answer, that of its Call */
                action?: string | null;
                /** @description Kind of frame */
                message_type?: ("Call" | "CallResult" | "CallError") | null;
                /** @description `in`: from the station */
                direction?: ("in" | "out") | null;
                /** @description Exactly this id: a Call and its answer have the same. Stations count anew after a restart */
                message_id?: string | null;
                /** @description 24 hours before `to` if left out */
                from?: string | null;
                /** @description Now if left out; itself not included */
                to?: string | null;
                /** @description Part of the payload, the case of ASCII letters aside */
                text?: string | null;
                /** @description How many items at most */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters; leave it out to begin */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_LogEntry_"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_logs: {
        parameters: {
            query?: {
                /** @description Identity of a station, also of an archived one */
                station?: string | null;
                /** @description Exactly this action; of an answer, that of its Call */
                action?: string | null;
                /** @description Kind of frame */
                message_type?: ("Call" | "CallResult" | "CallError") | null;
                /** @description `in`: from the station */
                direction?: ("in" | "out") | null;
                /** @description Exactly this id: a Call and its answer have the same. Stations count anew after a restart */
                message_id?: string | null;
                /** @description 24 hours before `to` if left out */
                from?: string | null;
                /** @description Now if left out; itself not included */
                to?: string | null;
                /** @description Part of the payload, the case of ASCII letters aside */
                text?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table, as an attachment; the first line names the columns */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_log_lines: {
        parameters: {
            query?: {
                /** @description Identity of a station, also of an archived one */
                station?: string | null;
                /** @description Exactly this action; of an answer, that of its Call */
                action?: string | null;
                /** @description Kind of frame */
                message_type?: ("Call" | "CallResult" | "CallError") | null;
                /** @description `in`: from the station */
                direction?: ("in" | "out") | null;
                /** @description Exactly this id: a Call and its answer have the same. Stations count anew after a restart */
                message_id?: string | null;
                /** @description 24 hours before `to` if left out */
                from?: string | null;
                /** @description Now if left out; itself not included */
                to?: string | null;
                /** @description Part of the payload, the case of ASCII letters aside */
                text?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One JSON object a line, as an attachment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_map: {
        parameters: {
            query?: {
                /** @description west,south,east,north in degrees; the whole world if left out. A box over the 180th meridian is asked for as two */
                bbox?: string;
                /** @description As of tiled maps. One tile is 4 cells wide; larger cells are taken when there would be more than 4096 */
                zoom?: number;
                /** @description Exactly this group */
                group?: string | null;
                /** @description Stations with a connector that shows this state; `Unknown` includes those that are offline */
                status?: components["schemas"]["ConnectorStatus"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationMap"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_map_tiles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TilesShown"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_overview: {
        parameters: {
            query?: {
                /** @description When the day began whose charges are wanted, to the minute: midnight where you are. Midnight UTC if left out; at most 48 hours ago */
                day_start?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_overview_history: {
        parameters: {
            query?: {
                /** @description 24 hours before `to` if left out; samples are kept for 16 days */
                from?: string | null;
                /** @description Now if left out; itself not included */
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetHistory"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_refused_handshakes: {
        parameters: {
            query?: {
                /** @description Identity that was claimed, case aside */
                station?: string | null;
                /** @description Exactly this address */
                remote_address?: string | null;
                /** @description The real reason */
                reason?: components["schemas"]["RefusalReason"] | null;
                /** @description How many items at most */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters; leave it out to begin */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_RefusedHandshake_"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_security_events: {
        parameters: {
            query?: {
                /** @description Identity of the station, case aside */
                station?: string | null;
                critical?: boolean | null;
                /** @description Exactly this type */
                type?: string | null;
                /** @description How many items at most */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters; leave it out to begin */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_SecurityEventShown_"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_stations: {
        parameters: {
            query?: {
                /** @description As the station reports itself (connector 0) */
                status?: components["schemas"]["ConnectorStatus"] | null;
                /** @description Whether it was let in; `pending` waits for a decision */
                registration?: components["schemas"]["Registration"] | null;
                /** @description Exactly this group */
                group?: string | null;
                /** @description Part of identity or name, case aside */
                q?: string | null;
                /** @description Whether it is connected now */
                online?: boolean | null;
                /** @description Exactly as it names itself */
                vendor?: string | null;
                /** @description Exactly as it names itself */
                model?: string | null;
                /** @description Stations with a connector that shows this state; `Unknown` includes those that are offline */
                connector_status?: components["schemas"]["ConnectorStatus"] | null;
                /** @description Whether it has coordinates */
                placed?: boolean | null;
                /** @description Within this box: west,south,east,north in degrees */
                bbox?: string | null;
                /** @description `-created_at` is newest first, `ocpp_id` by identity; a minus turns an order round. There are no others: what changes with every message cannot be in an index */
                sort?: "-created_at" | "created_at" | "ocpp_id" | "-ocpp_id";
                /** @description How many items at most */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters; leave it out to begin */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_Station_"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_station: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "group": "site-a",
                 *       "location": {
                 *         "address": "Pariser Platz, Berlin",
                 *         "latitude": 52.5163,
                 *         "longitude": 13.3777
                 *       },
                 *       "name": "Garage, left",
                 *       "ocpp_id": "CP-7",
                 *       "password": "a long enough password",
                 *       "security_profile": 1
                 *     }
                 */
                "application/json": components["schemas"]["NewStation"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Station"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_stations: {
        parameters: {
            query?: {
                /** @description As the station reports itself (connector 0) */
                status?: components["schemas"]["ConnectorStatus"] | null;
                /** @description Whether it was let in; `pending` waits for a decision */
                registration?: components["schemas"]["Registration"] | null;
                /** @description Exactly this group */
                group?: string | null;
                /** @description Part of identity or name, case aside */
                q?: string | null;
                /** @description Whether it is connected now */
                online?: boolean | null;
                /** @description Exactly as it names itself */
                vendor?: string | null;
                /** @description Exactly as it names itself */
                model?: string | null;
                /** @description Stations with a connector that shows this state; `Unknown` includes those that are offline */
                connector_status?: components["schemas"]["ConnectorStatus"] | null;
                /** @description Whether it has coordinates */
                placed?: boolean | null;
                /** @description Within this box: west,south,east,north in degrees */
                bbox?: string | null;
                /** @description `-created_at` is newest first, `ocpp_id` by identity; a minus turns an order round. There are no others: what changes with every message cannot be in an index */
                sort?: "-created_at" | "created_at" | "ocpp_id" | "-ocpp_id";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table, as an attachment; the first line names the columns */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    count_stations: {
        parameters: {
            query?: {
                /** @description As the station reports itself (connector 0) */
                status?: components["schemas"]["ConnectorStatus"] | null;
                /** @description Whether it was let in; `pending` waits for a decision */
                registration?: components["schemas"]["Registration"] | null;
                /** @description Exactly this group */
                group?: string | null;
                /** @description Part of identity or name, case aside */
                q?: string | null;
                /** @description Whether it is connected now */
                online?: boolean | null;
                /** @description Exactly as it names itself */
                vendor?: string | null;
                /** @description Exactly as it names itself */
                model?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationFacets"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_station: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Station"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    archive_station: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read; 412 if somebody has edited it since */
                "if-match"?: string | null;
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edit_station: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read; 412 if somebody has edited it since */
                "if-match"?: string | null;
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "group": null,
                 *       "name": "Garage, right",
                 *       "quirks": {
                 *         "named_configuration": true
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["StationChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Station"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody else has edited it */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_station: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "credential": "issue"
                 *     }
                 */
                "application/json": components["schemas"]["Approval"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationApproved"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    clear_cache: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the command to become final: 200 if it does */
                wait?: number | null;
            };
            header?: {
                /** @description The same key within 24 hours returns the first command instead of making another one */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "expires_at": "2030-01-01T12:00:00Z",
                 *       "when_offline": "queue"
                 *     }
                 */
                "application/json": components["schemas"]["Sending"] | null;
            };
        };
        responses: {
            /** @description With `wait`: the command in its final state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The command as it was stored */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    give_command: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the command to become final: 200 if it does */
                wait?: number | null;
            };
            header?: {
                /** @description The same key within 24 hours returns the first command instead of making another one */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCommand"];
            };
        };
        responses: {
            /** @description With `wait`: the command in its final state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The command as it was stored */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_station_configuration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_ConfigurationKeyShown_"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ask_station_configuration: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the command to become final: 200 if it does */
                wait?: number | null;
            };
            header?: {
                /** @description The same key within 24 hours returns the first command instead of making another one */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewQuestion"];
            };
        };
        responses: {
            /** @description With `wait`: all commands in their final state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandsGiven"];
                };
            };
            /** @description The commands as they stand */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandsGiven"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_wanted_configuration: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
                /** @description Name of the key; upper and lower case do not differ */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_station_connectors: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_Connector_"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_connector: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
                /** @description 0 is the station itself */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connector"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    block_connector: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the command to become final: 200 if it does */
                wait?: number | null;
            };
            header?: {
                /** @description The same key within 24 hours returns the first command instead of making another one */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
                /** @description Number of the connector; 0 is the whole station */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With `wait`: the command in its final state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The command as it was stored */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    start_transaction: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the command to become final: 200 if it does */
                wait?: number | null;
            };
            header?: {
                /** @description The same key within 24 hours returns the first command instead of making another one */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
                /** @description Number of the connector */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id_tag": "04A2B3C4D5E680"
                 *     }
                 */
                "application/json": components["schemas"]["NewStart"];
            };
        };
        responses: {
            /** @description With `wait`: the command in its final state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The command as it was stored */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unblock_connector: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the command to become final: 200 if it does */
                wait?: number | null;
            };
            header?: {
                /** @description The same key within 24 hours returns the first command instead of making another one */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
                /** @description Number of the connector; 0 is the whole station */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With `wait`: the command in its final state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The command as it was stored */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unlock_connector: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the command to become final: 200 if it does */
                wait?: number | null;
            };
            header?: {
                /** @description The same key within 24 hours returns the first command instead of making another one */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
                /** @description Number of the connector */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "timeout_seconds": 10
                 *     }
                 */
                "application/json": components["schemas"]["Sending"] | null;
            };
        };
        responses: {
            /** @description With `wait`: the command in its final state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The command as it was stored */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_station_credentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationCredentials"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_station_nonconformities: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_Nonconformity_"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_station_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "password": "a long enough password"
                 *     }
                 */
                "application/json": components["schemas"]["NewPassword"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationPassword"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotate_station_password: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the command to become final: 200 if it does */
                wait?: number | null;
            };
            header?: {
                /** @description The same key within 24 hours returns the first command instead of making another one */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "expires_at": "2030-01-01T12:00:00Z",
                 *       "when_offline": "queue"
                 *     }
                 */
                "application/json": components["schemas"]["Sending"] | null;
            };
        };
        responses: {
            /** @description With `wait`: the command in its final state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The command as it was stored */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reject_station: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Station"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reset_station: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the command to become final: 200 if it does */
                wait?: number | null;
            };
            header?: {
                /** @description The same key within 24 hours returns the first command instead of making another one */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "type": "Soft"
                 *     }
                 */
                "application/json": components["schemas"]["NewReset"] | null;
            };
        };
        responses: {
            /** @description With `wait`: the command in its final state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The command as it was stored */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trigger_message: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the command to become final: 200 if it does */
                wait?: number | null;
            };
            header?: {
                /** @description The same key within 24 hours returns the first command instead of making another one */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description The station's identity; upper and lower case do not differ */
                ocpp_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "connector": 1,
                 *       "message": "StatusNotification"
                 *     }
                 */
                "application/json": components["schemas"]["NewTrigger"];
            };
        };
        responses: {
            /** @description With `wait`: the command in its final state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The command as it was stored */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_system: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["System"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_transactions: {
        parameters: {
            query?: {
                /** @description Identity of a station, also of an archived one */
                station?: string | null;
                /** @description Number of the connector */
                connector?: number | null;
                /** @description `interrupted` never ended properly; of `unmatched` only the end is known */
                status?: ("active" | "completed" | "interrupted" | "unmatched") | null;
                /** @description Upper and lower case do not differ */
                id_tag?: string | null;
                /** @description The number that the station knows it by */
                transaction_id?: string | null;
                /** @description Started at this time or later */
                from?: string | null;
                /** @description Started before this time */
                to?: string | null;
                /** @description How many items at most */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters; leave it out to begin */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_Transaction_"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_transactions: {
        parameters: {
            query?: {
                /** @description Identity of a station, also of an archived one */
                station?: string | null;
                /** @description Number of the connector */
                connector?: number | null;
                /** @description `interrupted` never ended properly; of `unmatched` only the end is known */
                status?: ("active" | "completed" | "interrupted" | "unmatched") | null;
                /** @description Upper and lower case do not differ */
                id_tag?: string | null;
                /** @description The number that the station knows it by */
                transaction_id?: string | null;
                /** @description Started at this time or later */
                from?: string | null;
                /** @description Started before this time */
                to?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table, as an attachment; the first line names the columns */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_transaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` of the transaction */
                transaction: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_meter_values: {
        parameters: {
            query?: {
                /** @description How many items at most */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters; leave it out to begin */
                cursor?: string | null;
            };
            header?: never;
            path: {
                /** @description `id` of the transaction */
                transaction: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_MeterValueWithSamples_"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    export_meter_values: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` of the transaction */
                transaction: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table, as an attachment; the first line names the columns */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stop_transaction: {
        parameters: {
            query?: {
                /** @description Seconds to wait for the command to become final: 200 if it does */
                wait?: number | null;
            };
            header?: {
                /** @description The same key within 24 hours returns the first command instead of making another one */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description `id` of the transaction */
                transaction: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "timeout_seconds": 60
                 *     }
                 */
                "application/json": components["schemas"]["Sending"] | null;
            };
        };
        responses: {
            /** @description With `wait`: the command in its final state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The command as it was stored */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandShown"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_users: {
        parameters: {
            query?: {
                role?: components["schemas"]["Role"] | null;
                disabled?: boolean | null;
                /** @description Part of address or name, case aside */
                q?: string | null;
                /** @description How many items at most */
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filters; leave it out to begin */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPage_UserShown_"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "name": "Ada",
                 *       "role": "operator"
                 *     }
                 */
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserCreated"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` of the user */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserShown"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read; 412 if somebody has edited it since */
                "if-match"?: string | null;
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description `id` of the user */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edit_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read; 412 if somebody has edited it since */
                "if-match"?: string | null;
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description `id` of the user */
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "disabled": false,
                 *       "role": "viewer"
                 *     }
                 */
                "application/json": components["schemas"]["UserChanges"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserShown"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody else has edited it */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_user_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description `id` of the user */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["ReplacedPassword"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPassword"];
                };
            };
            /** @description The request is not valid HTTP or JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request body is of another type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_user_out: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request within 24 hours get the first answer again; nothing is done twice */
                "Idempotency-Key"?: string | null;
            };
            path: {
                /** @description `id` of the user */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A valid access token or API key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A permission is missing */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request does not fit its description */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The API key has used its quota */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": unknown;
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description A defect of the gateway */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
