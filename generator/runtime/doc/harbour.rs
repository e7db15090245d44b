// The client that the documentation of this crate uses in its examples: the code that the generator
// emits, written by hand.

use intercom_codegen_runtime::{
    Api, Binary, ClientBuilder, Connection, DefaultService, Error, File, Job, JobOperation, Json,
    Map, Method, Nullable, PageParameter, PageToken, Paged, Pagination, Request, RequestBuilder,
    RetryPolicy, StreamFormat, Streamed, Streaming, Text, Throttle, Value, download, job_result,
    operation, paged, poller, streamed,
};

#[derive(Clone, Debug)]
pub struct Client {
    connection: Connection,
}

impl Client {
    pub fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new()
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        RequestBuilder::new(&self.connection, method, path)
    }

    pub fn get_boat(&self, name: &str) -> GetBoat {
        let mut request = Request::of::<GetBoat>(&self.connection);
        request.path("name", name);
        GetBoat { request }
    }

    pub fn update_boat(&self, name: &str, owner: Nullable<String>) -> GetBoat {
        let mut request = Request::new(&self.connection, Method::PUT, "/boats/{name}");
        request.path("name", name);
        request.json(&owner.into_option());
        GetBoat { request }
    }

    pub fn list_boats(&self) -> ListBoats {
        ListBoats {
            request: Request::of::<ListBoats>(&self.connection),
        }
    }

    pub fn watch_arrivals(&self) -> WatchArrivals {
        WatchArrivals {
            request: Request::of::<WatchArrivals>(&self.connection),
        }
    }

    pub fn get_chart(&self) -> GetChart {
        GetChart {
            request: Request::of::<GetChart>(&self.connection),
        }
    }

    pub fn start_survey(&self, boat: &str) -> StartSurvey {
        let mut request = Request::of::<StartSurvey>(&self.connection);
        request.json(&boat);
        StartSurvey { request }
    }

    pub fn start_search(&self) -> StartSearch {
        let request = Request::of::<StartSearch>(&self.connection);
        StartSearch { request }
    }

    pub fn upload_chart(&self, chart: File) -> GetBoat {
        let mut request = Request::new(&self.connection, Method::POST, "/chart");
        request.file("chart", chart);
        GetBoat { request }
    }
}

impl Api for Client {
    type Service = DefaultService;

    const BASE_URL: Option<&'static str> = Some("https://harbour.example");
    const HEADERS: &'static [(&'static str, &'static str)] = &[];
    const USER_AGENT: &'static str = "harbour/1.0";

    fn from_connection(connection: Connection) -> Self {
        Self { connection }
    }

    fn connection(&self) -> &Connection {
        &self.connection
    }
}

pub struct GetBoat {
    request: Request,
}

operation!(GetBoat = "GET" "/boats/{name}" -> Json<Map<Value>>);

pub struct WatchArrivals {
    request: Request,
}

operation!(WatchArrivals = "GET" "/arrivals" -> Text);
streamed!(WatchArrivals);

impl Streamed for WatchArrivals {
    type Item = Value;

    const STREAMING: Streaming = Streaming {
        format: StreamFormat::Events,
        accept: "text/event-stream",
        flag: None,
    };
}

pub struct GetChart {
    request: Request,
}

operation!(GetChart = "GET" "/chart" -> Binary);
download!(GetChart);

pub struct StartSurvey {
    request: Request,
}

operation!(StartSurvey = "POST" "/surveys" -> Json<Map<Value>>);
poller!(StartSurvey by new);
job_result!(StartSurvey => GetReport, by new);

impl JobOperation for StartSurvey {
    type Poll = GetSurvey;

    const JOB: Job = Job {
        id: &["id"],
        status: &["status"],
        success: &["done"],
        empty: &[],
        failure: &["aborted"],
    };
}

/// A job that may have no result.
pub struct StartSearch {
    request: Request,
}

operation!(StartSearch = "POST" "/searches" -> Json<Map<Value>>);
poller!(StartSearch by new);
job_result!(StartSearch? => GetReport, by new);

impl JobOperation for StartSearch {
    type Poll = GetSurvey;

    const JOB: Job = Job {
        id: &["id"],
        status: &["status"],
        success: &["done"],
        empty: &["nothing"],
        failure: &["aborted"],
    };
}

pub struct GetSurvey {
    request: Request,
}

impl GetSurvey {
    pub fn new(connection: &Connection, id: &str) -> Self {
        let mut request = Request::of::<Self>(connection);
        request.path("id", id);
        Self { request }
    }
}

operation!(GetSurvey = "GET" "/surveys/{id}" -> Json<Map<Value>>);

pub struct GetReport {
    request: Request,
}

impl GetReport {
    pub fn new(connection: &Connection, id: &str) -> Self {
        let mut request = Request::of::<Self>(connection);
        request.path("id", id);
        Self { request }
    }
}

operation!(GetReport = "GET" "/surveys/{id}/report" -> Json<Map<Value>>);

pub struct ListBoats {
    request: Request,
}

operation!(ListBoats = "GET" "/boats" -> Json<Map<Value>>);
paged!(ListBoats);

impl Paged for ListBoats {
    type Body = Map<Value>;
    type Item = Value;

    const PAGINATION: Pagination =
        Pagination::cursor(&["data"], PageParameter::Query("after"), &["next"]);

    fn items_of(mut page: Map<Value>) -> Vec<Value> {
        match page.swap_remove("data") {
            Some(Value::Array(boats)) => boats,
            _ => Vec::new(),
        }
    }
}
