// Where a region of Amazon S3 or Google Cloud Storage lies, as the two publish it. A custom endpoint may call its
// regions as it likes, so this says nothing about one.

export const regionAreas = ['eea', 'switzerland', 'united_kingdom', 'elsewhere'] as const
export type RegionArea = (typeof regionAreas)[number]

/** Null for a region that is not in the lists. Of a dual region the half that is farther from the EEA counts. */
export function areaOf(region: string): RegionArea | null {
  return areas.get(region.toLowerCase()) ?? null
}

const regions: Record<RegionArea, readonly string[]> = {
  eea: [
    ...['eu-west-1', 'eu-west-3', 'eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eusc-de-east-1'],
    ...['europe-west1', 'europe-west3', 'europe-west4', 'europe-west8', 'europe-west9', 'europe-west10'],
    ...['europe-west12', 'europe-central2', 'europe-north1', 'europe-north2', 'europe-southwest1', 'eu', 'eur4'],
  ],
  // `eur8` is Frankfurt and Zürich.
  switzerland: ['eu-central-2', 'europe-west6', 'eur8'],
  // `eur5` is Belgium and London, `eur7` London and Frankfurt.
  united_kingdom: ['eu-west-2', 'europe-west2', 'eur5', 'eur7'],
  elsewhere: [
    ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'us-gov-east-1', 'us-gov-west-1', 'ca-central-1'],
    ...['ca-west-1', 'mx-central-1', 'sa-east-1', 'af-south-1', 'il-central-1', 'me-central-1', 'me-south-1'],
    ...['ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2'],
    ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6'],
    ...['ap-southeast-7', 'cn-north-1', 'cn-northwest-1'],
    ...['us-central1', 'us-east1', 'us-east4', 'us-east5', 'us-south1', 'us-west1', 'us-west2', 'us-west3', 'us-west4'],
    ...['northamerica-northeast1', 'northamerica-northeast2', 'northamerica-south1', 'southamerica-east1'],
    ...['southamerica-west1', 'africa-south1', 'me-west1', 'me-central1', 'me-central2', 'asia-east1', 'asia-east2'],
    ...['asia-northeast1', 'asia-northeast2', 'asia-northeast3', 'asia-south1', 'asia-south2', 'asia-southeast1'],
    ...['asia-southeast2', 'australia-southeast1', 'australia-southeast2', 'us', 'asia', 'nam4', 'asia1'],
  ],
}

const areas: ReadonlyMap<string, RegionArea> = new Map(
  regionAreas.flatMap((area) => regions[area].map((region) => [region, area] as const)),
)
