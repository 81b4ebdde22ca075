// The three browsers: where they are and how they are started. Every path can be set from outside.
// Plain JavaScript, because bench-demo.mjs uses it without a compiler.

export const programs = {
    chromium: process.env.RAYPOOL_CHROMIUM ?? '/usr/bin/chromium',
    firefox: process.env.RAYPOOL_FIREFOX ?? '/usr/bin/firefox-esr',
    webkitDriver: process.env.RAYPOOL_WEBKIT_DRIVER ?? '/usr/bin/WebKitWebDriver',
    miniBrowser: process.env.RAYPOOL_MINIBROWSER ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
    xvfb: process.env.RAYPOOL_XVFB ?? '/usr/bin/Xvfb',
};

// No sandbox: containers run tests as root. The others keep the browser off the network: a test talks to its own
// server and to nobody else, and nothing in the background disturbs a timing.
const chromiumArguments = [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-client-side-phishing-detection',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-domain-reliability',
    '--disable-sync',
    '--metrics-recording-only',
    '--no-first-run',
    '--no-pings',
];

const firefoxPreferences = {
    'app.normandy.enabled': false,
    'app.update.enabled': false,
    'browser.safebrowsing.malware.enabled': false,
    'browser.safebrowsing.phishing.enabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'extensions.update.enabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'toolkit.telemetry.enabled': false,
};

/** Options of Playwright's launch(). 'moz-firefox' drives an unpatched Firefox through WebDriver BiDi. */
export const launchOptions = {
    chromium: { executablePath: programs.chromium, args: chromiumArguments },
    firefox: { executablePath: programs.firefox, channel: 'moz-firefox', firefoxUserPrefs: firefoxPreferences },
};
